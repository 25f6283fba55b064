// The yes to a copy on this phone: asks the server for it, seals it under the PIN, and puts the page that
// opens it beside it. The PIN is never sent anywhere.

const place = document.querySelector("[data-keeping]");
const form = place?.querySelector("[data-keep]");
const fit = isSecureContext && "serviceWorker" in navigator && "indexedDB" in window && crypto?.subtle;
const kept = fit && form ? await import(place.dataset.library) : null;
const field = (name) => form.querySelector("#keep-" + name);
const sentence = (key) => form.querySelector(`template[data-say="${key}"]`).content.textContent;

// wrong shows what is wrong with a field, above it; nothing is lost.
function wrong(name, key) {
  const line = form.querySelector(`#keep-${name}-error`), input = field(name);
  line.lastElementChild.textContent = key ? sentence(key) : "";
  line.hidden = !key;
  input.closest(".field").classList.toggle("error", !!key);
  input.toggleAttribute("aria-invalid", !!key);
  input.setAttribute("aria-describedby", [key && line.id, form.querySelector(`#keep-${name}-hint`)?.id].filter(Boolean).join(" "));
  if (key) input.focus();
}

function refused(key) {
  const place = form.querySelector("[data-wrong]");
  place.textContent = key ? sentence(key) : "";
  place.hidden = !key;
  if (key) place.focus();
}

const inStep = (pin, step) => [...pin].every((digit, i) => i === 0 || digit - pin[i - 1] === step);

// fault is the field that needs another look, and why.
function fault() {
  const pin = field("pin").value;
  if (!/^[0-9]{6,12}$/.test(pin)) return ["pin", "digits"];
  if ([-1, 0, 1].some((step) => inStep(pin, step))) return ["pin", "common"];
  if (field("pin-again").value !== pin) return ["pin-again", "differ"];
  const password = field("password");
  if (!password.closest(".field").hidden && !password.value) return ["password", "password"];
  return null;
}

// stepUp gives the password, where it is asked for.
async function stepUp() {
  const password = field("password");
  if (password.closest(".field").hidden) return true;
  const answer = await kept.ask("POST", "/api/v1/step-up", { password: password.value });
  if (answer?.status !== 422) return true; // what else is amiss shows at the next step
  wrong("password", "wrong");
  return false;
}

// agree asks the server: the secret of the copy, or nothing.
async function agree(has) {
  const sections = [...form.querySelectorAll("[data-part]:checked")].map((box) => box.value);
  const path = `/api/v1/plans/${place.dataset.plan}/offline-copy`;
  let answer = await kept.ask("PUT", path, { sections, ...(has && { carry: has.secret }) });
  if (answer?.status === 401 && has) answer = await kept.ask("PUT", path, { sections });
  if (answer?.ok) return (await answer.json()).secret;
  if (answer?.status === 403) {
    field("password").closest(".field").hidden = false;
    wrong("password", "password");
  } else {
    refused("not_now");
  }
  return "";
}

// ready puts the page that opens the copy on the phone, whole or not at all.
async function ready() {
  const { installing, waiting, active } = await navigator.serviceWorker.register("/worker.js", { scope: "/" });
  const worker = installing ?? waiting ?? active;
  await new Promise((yes, no) => {
    const look = () => (worker.state === "activated" ? yes() : worker.state === "redundant" && no(new DOMException("", "QuotaExceededError")));
    worker.addEventListener("statechange", look);
    look();
  });
  await navigator.storage?.persist?.();
}

async function keep() {
  const has = await kept.phone();
  if (await kept.waiting()) return refused("unsent");
  if (!(await stepUp())) return;
  const secret = await agree(has);
  if (!secret) return;
  const { theme, size, letters } = document.documentElement.dataset;
  try {
    await kept.begin(field("pin").value, { plan: place.dataset.plan, secret, look: { theme, size, letters } });
    await ready();
  } catch (error) {
    if (!has) await kept.leave();
    return refused(error?.name === "QuotaExceededError" ? "full" : "not_now");
  }
  location.assign("/me/phone?done=phone_kept");
}

async function submitted(event) {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.getAttribute("aria-disabled")) return;
  ["password", "pin", "pin-again"].forEach((name) => wrong(name));
  refused();
  const found = fault();
  if (found) return wrong(...found);
  const busy = form.querySelector("[data-busy]");
  button.setAttribute("aria-disabled", "true");
  busy.textContent = sentence("busy");
  await keep().catch(() => refused("not_now"));
  button.removeAttribute("aria-disabled");
  busy.textContent = "";
}

if (kept) {
  // The server may think that there is a copy, and it went after ten wrong tries.
  if (place.querySelector("[data-keeps]") && !(await kept.phone())) {
    await kept.leave();
    location.reload();
  }
  form.hidden = false;
  form.addEventListener("submit", submitted);
  place.querySelector('form[action="/me/phone/drop"]')?.addEventListener("submit", () => kept.wipe());
} else if (form) {
  place.querySelector("[data-unfit]").hidden = false;
}
