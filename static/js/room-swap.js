// Draws a part of the page anew from what the server says now, and changes no more of it than
// that: what has the focus, what is open and what somebody typed stays.

const text = "textarea, input[type=text]";

// typed reports whether somebody changed a field. Where a form was drawn again for another
// look, all words in it are theirs.
export function typed(field) {
  if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (!field.matches(text)) return false;
  return field.value !== (field.dataset.begun ?? field.defaultValue);
}

export const fieldsIn = (element) => [...element.querySelectorAll(text)];

// busy forms are left to who is in them.
function busy(form) {
  return form.hasAttribute("data-live") || [...form.elements].some((field) => typed(field) || (field === document.activeElement && field.matches(text)));
}

function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeType;
  return `${node.localName} ${node.id || node.dataset.key || node.dataset.account || node.getAttribute("action") || node.getAttribute("name") || ""}`;
}

function attributes(old, next) {
  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  for (const { name, value } of next.attributes) if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.localName === "input") Object.assign(old, { value: next.value, checked: next.checked });
}

// pairs finds for each child to come the one that stands there already.
function pairs(old, next) {
  const left = [...old.childNodes], found = new Map();
  for (const child of next.childNodes) {
    const at = left.findIndex((one) => key(one) === key(child));
    if (at >= 0) found.set(child, left.splice(at, 1)[0]);
  }
  return { found, left };
}

// swap makes old like next; goes is told of everything that is taken out, before it is.
export function swap(old, next, goes) {
  if (old.isEqualNode(next) || old.hasAttribute("data-still") || (old.localName === "form" && busy(old))) return;
  attributes(old, next);
  const { found, left } = pairs(old, next);
  for (const one of left) {
    if (one.nodeType === Node.ELEMENT_NODE) {
      if (one.hasAttribute("data-still")) continue;
      goes(one);
    }
    one.remove();
  }
  let at = old.firstChild;
  for (const child of [...next.childNodes]) {
    const one = found.get(child) ?? document.importNode(child, true);
    if (one === at) at = at.nextSibling;
    else old.insertBefore(one, at);
    if (!found.has(child)) continue;
    if (one.nodeType === Node.ELEMENT_NODE) swap(one, child, goes);
    else if (one.data !== child.data) one.data = child.data;
  }
  if (old.localName === "textarea") old.value = next.value;
}
