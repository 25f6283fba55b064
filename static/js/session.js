// A session, live: both write in the same entry and see each other's letters. It is the ordinary
// save, sent as people type: the version that the typing started from, and the words; the server
// merges, and what it answers or announces is merged into what stands here. Nothing is put
// into the browser's own storage.

const room = document.querySelector("[data-room]");
const root = `/api/v1/plans/${room.dataset.plan}`;
const session = `${root}/sessions/${room.dataset.session}`;
const { merge, edits } = await import(room.dataset.merge);

const beatEvery = 10_000; // signs of presence
const spokenEvery = 10_000; // a screen reader hears of the others no more often
const quiet = 30; // milliseconds without a key before sending
const tellEvery = 3000; // where I am writing
const longestWait = 8000;
const againAfter = 1000; // what was not allowed is not tried at once again

document.documentElement.classList.add("live-page");

// say fills the other's name into a sentence and lets a screen reader hear it, politely.
const heard = room.querySelector("[data-said]");
let lastHeard = 0;
function say(sentence, name) {
  if (Date.now() - lastHeard < spokenEvery) return;
  lastHeard = Date.now();
  heard.textContent = room.dataset[sentence].replace("{name}", name);
}

async function send(method, path, body, headers = {}) {
  const answer = await fetch(path, { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers }, redirect: "manual" });
  if (answer.ok) return answer.json();
  throw Object.assign(new Error("not taken"), { status: answer.status });
}

// Live is the open entry's form: words of the base, as the server has them, and what is typed on top.
class Live {
  constructor(form) {
    this.form = form;
    this.path = `${root}/entries/${form.elements.entry.value}`;
    this.version = Number(form.elements.version.value);
    this.base = this.words();
    this.tries = 0;
    this.shown = form.querySelector("[data-state]");
    this.heard = form.querySelector("[data-heard]");
    form.addEventListener("input", () => this.typed());
    form.addEventListener("compositionend", () => this.settle());
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("online", () => this.save());
    addEventListener("beforeunload", (event) => this.dirty() && event.preventDefault());
  }

  fields() {
    return [...this.form.elements].filter((f) => f.name?.startsWith("f."));
  }

  words() {
    const out = {};
    for (const field of this.fields()) {
      if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
      if (field.value !== "") out[field.name.slice(2)] = field.value;
    }
    return out;
  }

  dirty() {
    return !same(this.words(), this.base);
  }

  typed() {
    acted = true;
    this.tell();
    if (this.saving) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), quiet);
  }

  // tell says where I am writing.
  tell() {
    if (Date.now() - (this.told ?? 0) < tellEvery) return;
    this.told = Date.now();
    sign("acted", { section: this.form.elements.section.value, entry: this.form.elements.entry.value, field: document.activeElement?.name?.slice(2) ?? "" });
  }

  // save sends what stands here; the very same request again until it is answered, since its
  // answer may be what was lost.
  async save() {
    clearTimeout(this.timer);
    if (this.saving || (!this.pending && !this.dirty())) return;
    this.pending ??= { key: crypto.randomUUID(), body: { version: this.version, fields: this.words(), session: room.dataset.session } };
    this.state("saving");
    const pending = this.pending;
    this.saving = send("PUT", this.path, pending.body, { "Idempotency-Key": pending.key });
    try {
      const entry = await this.saving;
      this.saving = this.pending = null;
      this.tries = 0;
      this.base = pending.body.fields; // what the answer was merged from
      this.take(entry.version, entry.fields);
      this.state("saved");
      if (this.dirty()) this.typed();
    } catch (wrong) {
      this.saving = null;
      this.failed(wrong);
    }
    if (this.waiting) this.settle();
  }

  failed(wrong) {
    if (wrong.status === 401) return this.state("signedOut");
    if (wrong.status === 403 || wrong.status === 404) { // paused, ended or taken back: the words stay, and go when they may
      this.refusedAt = Date.now();
      this.state("notNow");
      refresh();
      return;
    }
    if (wrong.status >= 400 && wrong.status < 500 && wrong.status !== 429) {
      this.pending = null; // it will never be taken as it is: the words stay, another try sends them anew
      this.state("notSaved");
      if (wrong.status === 409) this.fetchAnew();
      return;
    }
    this.state(navigator.onLine ? "notSaved" : "offline");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.min(longestWait, 250 * 2 ** this.tries++));
  }

  async fetchAnew() {
    try {
      const answer = await fetch(this.path);
      if (answer.ok) {
        const entry = await answer.json();
        this.arrived(entry.version, entry.fields);
      }
    } catch {
      // the stream tells when there is a connection again
    }
  }

  // arrived is a newer version from somebody else. While a save is under way its answer comes first;
  // while letters are being composed the field is left alone.
  arrived(version, fields) {
    if (version <= this.version) return;
    this.waiting = { version, fields };
    this.settle();
  }

  settle() {
    if (!this.waiting || this.saving || this.pending || this.form.querySelector(":focus")?.composing) return;
    const { version, fields } = this.waiting;
    this.waiting = null;
    if (version > this.version) this.take(version, fields);
  }

  // take makes the server's words the base and merges them into what stands here.
  take(version, fields) {
    const mine = this.words(), base = this.base;
    this.version = version;
    this.base = fields;
    this.form.elements.version.value = version;
    for (const field of this.fields()) {
      const key = field.name.slice(2);
      if (field.type === "textarea" || field.type === "text") {
        const before = field.value;
        write(field, merge(base[key] ?? "", mine[key] ?? "", fields[key] ?? ""));
        field.was = merge(before, field.was ?? field.defaultValue, field.value); // what others put in is not mine
      }
      else if (field.type === "radio" || field.type === "checkbox") {
        if ((mine[key] ?? "") === (base[key] ?? "")) field.checked = (fields[key] ?? "") === field.value;
      } else if ((mine[key] ?? "") === (base[key] ?? "")) field.value = fields[key] ?? "";
    }
    if (this.dirty()) this.typed();
  }

  submitted(event) {
    if (event.submitter?.hasAttribute("data-leave")) return;
    event.preventDefault();
    this.save();
  }

  state(outcome) {
    if (!this.shown) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    const text = (this.shown.dataset[outcome] ?? room.dataset[outcome]).replace("{time}", time);
    this.shown.textContent = text;
    this.shown.classList.toggle("not-saved", outcome !== "saved" && outcome !== "saving");
    if (outcome === "saving" || this.last === outcome) return;
    if (outcome !== "saved" || this.last) this.heard.textContent = text; // not each save is said, but that all is well again
    this.last = outcome === "saved" ? null : outcome;
  }
}

function same(a, b) {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => a[k] === b[k]);
}

// write puts text into a field change by change, so that the caret stays at its letter.
function write(field, text) {
  const old = field.value;
  if (old === text) return;
  const letters = Array.from(old);
  const at = [0];
  for (const letter of letters) at.push(at[at.length - 1] + letter.length);
  for (const [from, to, words] of edits(old, text).reverse()) field.setRangeText(words, at[from], at[to], "preserve");
}

const form = document.querySelector("form[data-live]");
const live = form ? new Live(form) : null;
if (form) {
  form.addEventListener("compositionstart", (e) => (e.target.composing = true));
  form.addEventListener("compositionend", (e) => (e.target.composing = false), true);
}

// Another way to say it: on the practitioner's screen alone, about what they typed themselves.
const ways = document.querySelector("[data-phrasings]");
const waysAfter = 1200; // milliseconds without a key
const kept = new Set();

async function ask(field) {
  const body = new URLSearchParams({ was: field.was ?? field.defaultValue, text: field.value, field: field.name });
  try {
    const answer = await fetch(ways.dataset.phrasings, { method: "POST", body, redirect: "manual" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const one of ways.querySelectorAll(`[data-field="${CSS.escape(field.name)}"]`)) one.remove();
    for (const one of fresh.querySelectorAll("[data-phrasing]")) if (!kept.has(one.dataset.said)) ways.append(document.importNode(one, true));
    ways.closest("section").classList.toggle("empty", ways.childElementCount === 0);
  } catch {
    // it is an offer: without a connection there is none
  }
}

function answered(event) {
  const one = event.target.closest("[data-phrasing]"), button = event.target.closest("button");
  if (!one || !button || !one.dataset.field) return;
  event.preventDefault();
  const field = document.querySelector(`[name="${CSS.escape(one.dataset.field)}"]`), at = field?.value.indexOf(one.dataset.said) ?? -1;
  if (button.dataset.way && at >= 0) {
    field.setRangeText(button.dataset.way, at, at + one.dataset.said.length, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  } else if (button.hasAttribute("data-hush")) fetch("/hush", { method: "POST", body: new URLSearchParams(new FormData(button.form)), redirect: "manual" });
  kept.add(one.dataset.said);
  one.remove();
  ways.closest("section").classList.toggle("empty", ways.childElementCount === 0);
}

if (ways) {
  ways.addEventListener("click", answered);
  document.getElementById("typing")?.addEventListener("input", (event) => {
    const field = event.target;
    if (field.type !== "textarea" && field.type !== "text") return;
    clearTimeout(field.asking);
    field.asking = setTimeout(() => ask(field), waysAfter);
  });
}

// Presence: the page is open and seen; acted says that somebody did something.
let acted = true;
addEventListener("pointerdown", () => (acted = true));
addEventListener("keydown", () => (acted = true));

async function sign(kind, at = {}) {
  try {
    await send("POST", `${session}/here`, { sign: kind, ...at });
  } catch (wrong) {
    if (wrong.status === 409 || wrong.status === 404) refresh();
  }
}

function beat() {
  if (document.hidden) return;
  sign(acted ? "acted" : "here");
  acted = false;
}

setInterval(beat, beatEvery);
document.addEventListener("visibilitychange", () => (document.hidden ? null : beat()));
// Going from one part of the room to another is not going away.
let inside = false;
addEventListener("click", (event) => (inside = event.target.closest?.("a")?.pathname === location.pathname));
addEventListener("submit", (event) => (inside = new URL(event.target.action).pathname.startsWith(`${location.pathname}/`) && !event.target.action.endsWith("/leave")));
addEventListener("pagehide", () => {
  if (inside) return;
  fetch(`${session}/here`, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body: '{"sign":"away"}' }).catch(() => {});
});
beat();

// refresh draws anew what others changed, from the page itself; what is being typed stays.
let drawing = null, drawAgain = false;
function refresh() {
  clearTimeout(drawing);
  drawing = setTimeout(redraw, 150);
}

async function redraw() {
  try {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return void location.reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-swap]")) {
      const next = fresh.getElementById(part.id);
      if (!next) part.replaceChildren();
      else if (part.querySelector("form[data-live], form[data-draft]")) swapEntries(part, next);
      else if (!part.contains(document.activeElement) && !typedIn(part)) part.replaceWith(document.importNode(next, true));
    }
  } catch {
    drawing = setTimeout(redraw, 2000);
  }
}

// typedIn reports whether somebody typed into a part that would be drawn anew.
function typedIn(part) {
  return [...part.querySelectorAll("input[type=text], textarea")].some((f) => f.value !== f.defaultValue);
}

// swapEntries leaves the open entry alone, unless it may no longer be written in.
function swapEntries(part, next) {
  if (!next.querySelector(`#${CSS.escape(form?.closest("article")?.id ?? "none")} form`)) {
    if (live?.dirty()) return; // the words stay on the screen, and say that they are not saved
    return void part.replaceWith(document.importNode(next, true));
  }
  if (live && Date.now() - (live.refusedAt ?? 0) > againAfter) live.save();
  const open = part.querySelector("article.open-entry");
  for (const old of part.querySelectorAll("article[data-entry]")) old.remove();
  let before = true;
  for (const article of next.querySelectorAll("article")) {
    if (article.id === open.id) before = false;
    else if (before) open.before(document.importNode(article, true));
    else part.append(document.importNode(article, true));
  }
}

// What others do, as it is told.
const stream = comingBack(`${root}/events?session=${room.dataset.session}`);
stream.addEventListener("entry", (event) => {
  const told = JSON.parse(event.data);
  const by = told.by !== room.dataset.me && document.querySelector(`[data-account="${CSS.escape(told.by ?? "")}"]`);
  if (by) say("added", by.dataset.name);
  if (live && told.entry === live.form.elements.entry.value && told.fields) live.arrived(told.version, told.fields);
  else refresh();
});
for (const kind of ["session", "grant", "suggestion"]) stream.addEventListener(kind, refresh);
stream.addEventListener("presence", (event) => {
  const told = JSON.parse(event.data);
  say(told.here ? "came" : "went", told.who.name);
  refresh();
});
stream.addEventListener("typing", (event) => {
  const { who, entry } = JSON.parse(event.data);
  say("writes", who.name);
  const at = entry && document.getElementById(`entry-${entry}`)?.querySelector("[data-writing]");
  if (!at) return;
  at.textContent = room.dataset.writes.replace("{name}", who.name);
  at.hidden = false;
  clearTimeout(at.timer);
  at.timer = setTimeout(() => (at.hidden = true), 2 * tellEvery);
});
// Between drawing the page and hearing, something may have been written that nobody will tell of again.
stream.addEventListener("open", () => {
  live?.fetchAnew();
  if (stream.opened) {
    refresh();
    live?.save();
  }
  stream.opened = true;
  document.documentElement.classList.add("hears");
});
stream.addEventListener("error", () => document.documentElement.classList.remove("hears"));

// A stream that comes back whatever happens. By itself it gives up for good when it is answered
// anything else, such as that the database is away for a moment.
function comingBack(url) {
  const hears = [];
  let source;
  let wait = 1000; // milliseconds, longer each time
  const it = {
    opened: false, // before: what came meanwhile was missed
    addEventListener(kind, hear) {
      hears.push([kind, hear]);
      source.addEventListener(kind, hear);
    },
  };
  const open = () => {
    source = new EventSource(url);
    for (const [kind, hear] of hears) source.addEventListener(kind, hear);
    source.addEventListener("open", () => (wait = 1000));
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return;
      it.opened = true;
      setTimeout(open, wait * (0.5 + Math.random()));
      wait = Math.min(2 * wait, 30_000);
    });
  };
  open();
  return it;
}
