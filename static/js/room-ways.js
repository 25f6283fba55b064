// Another way to say it: on the practitioner's screen alone, about what they type themselves,
// in the plan, in the summary and in the list of what to talk about.

const quiet = 1200; // milliseconds without a key
const asks = "textarea, input[type=text]:not(.digits)";

export function otherWays(ways, room, edits) {
  const card = ways.closest("section"), kept = new Set();
  const count = () => card.classList.toggle("empty", ways.childElementCount === 0);

  async function ask(field) {
    const text = field.value;
    const body = new URLSearchParams({ was: field.was ?? field.defaultValue, text, field: field.name });
    try {
      const answer = await fetch(ways.dataset.phrasings, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const one of [...ways.children]) if (one.of === field || !one.of) one.remove();
      for (const one of fresh.querySelectorAll("[data-phrasing]")) if (!kept.has(one.dataset.said)) ways.append(Object.assign(document.importNode(one, true), { of: field, text }));
      count();
    } catch {
      // it is an offer: without a connection there is none
    }
  }

  // use puts a way where the words stand now, if nobody touched them since.
  function use(one, way) {
    const field = one.of, at = place(edits, one, field.value);
    if (at < 0) return;
    field.setRangeText(way, at, at + one.dataset.said.length, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  ways.addEventListener("click", (event) => {
    const one = event.target.closest("[data-phrasing]"), button = event.target.closest("button");
    if (!one?.of || !button) return;
    event.preventDefault();
    if (button.dataset.way) use(one, button.dataset.way);
    else fetch("/hush", { method: "POST", body: new URLSearchParams(new FormData(button.form)), redirect: "manual" }).catch(() => {});
    kept.add(one.dataset.said);
    one.remove();
    count();
  });

  room.addEventListener("input", ({ target: field }) => {
    if (!field.matches(asks)) return;
    clearTimeout(field.asking);
    field.asking = setTimeout(() => ask(field), quiet);
  });
}

// place is where the words that a phrasing is about stand in a text that may have changed since
// it was asked about; -1 where they were touched.
function place(edits, one, now) {
  const before = Array.from(one.text), start = Number(one.dataset.at), end = start + Array.from(one.dataset.said).length;
  let shift = 0;
  for (const [at, to, words] of edits(one.text, now)) {
    if (at >= end) break;
    if (to > start) return -1;
    shift += Array.from(words).length - (to - at);
  }
  const at = Array.from(now).slice(0, start + shift).join("").length;
  return before.slice(start, end).join("") === one.dataset.said && now.startsWith(one.dataset.said, at) ? at : -1;
}
