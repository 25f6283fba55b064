// A session, live: both write in the same entry and see each other's letters, who is here and who
// writes where. What others change is drawn anew from the page itself, and what may not be seen any
// more goes at once. Nothing is put into the browser's own storage.

const room = document.querySelector("[data-room]");
const part = (name) => import(room.dataset[name]);
const [{ merge, clash, edits }, { Typing, send, ownWords, baseOf }, { swap, typed, fieldsIn }, { saying }, { comingBack }, { otherWays }] = await Promise.all(
  ["merge", "typing", "swapParts", "saying", "stream", "ways"].map(part),
);

const here = room.dataset.here; // where the room can be looked at anew
const root = `/api/v1/plans/${room.dataset.plan}`;
const session = `${root}/sessions/${room.dataset.session}`;
const beatEvery = 10_000; // signs of presence
const tellEvery = 3000; // where I am writing
const againAfter = 1000; // what was not allowed is not tried at once again
const soon = 100, unhurried = 600; // milliseconds until what others changed is drawn

document.documentElement.classList.add("live-page");
// The answer to a form stands at the form's own address, which can't be looked at again.
if (location.pathname !== new URL(here, location).pathname) history.replaceState(null, "", here);
if (room.hasAttribute("data-again")) for (const field of fieldsIn(room)) if (!field.closest("form[data-live]")) field.dataset.begun = "";

const say = saying(room.querySelector("[data-said]"));
const sentence = (which, name, part = "") => room.dataset[which].replace("{name}", name).replace("{part}", part);

// The form that is open.
const tools = { root, session: room.dataset.session, merge, clash, edits, writing, refused, both };
let live = null, held = null;
function open() {
  const form = room.querySelector("form[data-live]");
  if (!form) return;
  live = new Typing(form, tools, held?.entry === form.elements.entry.value ? held : undefined);
  if (held?.entry === live.entry) letGo(held.entry);
  held = null;
}
open();

function writing(it) {
  acted = true;
  if (Date.now() - (it.told ?? 0) < tellEvery) return;
  it.told = Date.now();
  sign("acted", { section: it.form.elements.section.value, entry: it.entry, field: document.activeElement?.name?.replace(/^f\./, "") ?? "" });
}

function refused() {
  live.refusedAt = Date.now();
  refresh(soon);
}

// both says that two changed the same words, and shows what each wrote.
function both(it, field, mine, joined, name = lastBy) {
  const note = it.form.querySelector("[data-both]"), text = sentence("clash", name);
  note.querySelector("p").textContent = text;
  note.querySelector("[data-mine]").textContent = mine;
  note.querySelector("[data-theirs]").textContent = ownWords(edits, mine, joined) || joined;
  note.hidden = false;
  say(text);
  clearTimeout(it.noted);
  it.noted = setTimeout(() => (note.hidden = !note.querySelector("details").open), 60_000);
}

// Words of mine that are on no form any more stand here, to be copied.
const box = document.getElementById("kept-words");
function keepWords(text, of = "") {
  if (!text.trim()) return;
  const one = Object.assign(document.createElement("p"), { textContent: text, dir: "auto", className: "words" });
  one.dataset.of = of;
  box.querySelector("[data-words]").append(one);
  if (box.hidden) say(document.getElementById("kept-words-title").textContent);
  box.hidden = false;
}
function letGo(of) {
  for (const one of box.querySelectorAll(`[data-of="${CSS.escape(of)}"]`)) one.remove();
  box.hidden = !box.querySelector("[data-of]");
}
box.querySelector("[data-let-go]").addEventListener("click", () => {
  box.querySelector("[data-words]").replaceChildren();
  box.hidden = true;
  held = null;
});

// close takes the open form away. What was typed and is not in the plan is held, and comes back with the form.
function close() {
  const mine = live.stop();
  live.form.dataset.held = "";
  live = null;
  if (!mine) return;
  held = mine;
  for (const [key, text] of Object.entries(mine.mine)) keepWords(ownWords(edits, mine.base[key] ?? "", text), mine.entry);
}

// goes keeps what somebody typed into a form that is about to go.
function goes(element) {
  for (const field of fieldsIn(element)) if (!field.form?.hasAttribute("data-held") && typed(field)) keepWords(field.value);
}

// refresh draws anew what others changed: within a moment however much goes on, once at a time.
let due = null, drawing = false, again = null;
function refresh(wait) {
  if (drawing) return void (again = Math.min(again ?? wait, wait));
  const at = performance.now() + wait;
  if (due && due.at <= at) return;
  clearTimeout(due?.timer);
  due = { at, timer: setTimeout(redraw, wait) };
}

async function redraw() {
  due = again = null;
  drawing = true;
  let wait = null;
  try {
    const answer = await fetch(here, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
    if (answer.ok) draw(new DOMParser().parseFromString(await answer.text(), "text/html"));
    else if (answer.status >= 500 || answer.status === 429) wait = 2000;
    else dark(answer.status === 404 || answer.status === 403 ? "notNow" : "signedOut");
  } catch {
    wait = 2000;
  }
  drawing = false;
  if (wait ?? again) refresh(Math.min(wait ?? Infinity, again ?? Infinity));
}

function draw(fresh) {
  if (!fresh.querySelector("[data-room]")) return dark("over");
  const next = live && fresh.getElementById(live.form.closest("article").id)?.querySelector("form[data-live]");
  if (live && !next) close();
  const were = whoIsWhere();
  for (const old of room.querySelectorAll("[data-swap]")) {
    const now = fresh.getElementById(old.id);
    if (now) swap(old, now, goes);
    else [goes(old), old.replaceChildren()];
  }
  told(were, whoIsWhere());
  if (!live) open();
  else if (next) {
    live.becomes(next.hasAttribute("data-as-typed") ? "typed" : "ready");
    live.arrived(Number(next.elements.version.value), baseOf(next)); // told while no form was open
  }
  if (live && Date.now() - (live.refusedAt ?? 0) > againAfter) live.save();
}

// dark: there is nothing to be seen here any more. Without words to keep, the page that says so takes its place.
function dark(why) {
  if (live) close();
  for (const old of room.querySelectorAll("[data-swap]")) [goes(old), old.replaceChildren()];
  if (box.hidden) return location.replace(here);
  say(room.dataset[why]);
  const line = room.querySelector("[data-elsewhere]");
  if (line) Object.assign(line, { textContent: room.dataset[why], hidden: false });
  stream.close();
}

// What changed of who is here and how the session stands is said.
function whoIsWhere() {
  const state = room.querySelector("[data-state-of]")?.dataset.stateOf;
  return { state, at: new Map([...room.querySelectorAll("li[data-at]")].map((one) => [one.dataset.name, one.dataset.at])) };
}
function told(were, are) {
  const running = were.state === "running" && are.state === "running";
  if (are.state === "paused" && were.state !== "paused") say(room.dataset.paused);
  if (were.state === "paused" && are.state === "running") say(room.dataset.on);
  for (const [name, at] of are.at) {
    const was = were.at.get(name) ?? "out";
    if (was === at || at === "me") continue;
    if (was === "out") say(sentence("in", name));
    else if (at === "out") say(sentence("out", name));
    else if (running) say(sentence(at === "here" ? "came" : "went", name));
  }
}

const ways = room.querySelector("[data-phrasings]");
if (ways) otherWays(ways, room, edits);

// Presence: the page is open and seen; acted says that somebody did something.
let acted = true;
addEventListener("pointerdown", () => (acted = true));
addEventListener("keydown", () => (acted = true));

async function sign(kind, at = {}) {
  try {
    await send("POST", `${session}/here`, { sign: kind, ...at });
  } catch (wrong) {
    if (wrong.status === 409 || wrong.status === 404) refresh(soon);
  }
}

function beat() {
  if (document.hidden) return;
  sign(acted ? "acted" : "here");
  acted = false;
}

setInterval(beat, beatEvery);
document.addEventListener("visibilitychange", () => (document.hidden ? null : beat()));

// Going from one part of the room to another is not going away, and what is being typed is kept before.
let inside = false;
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  inside = link?.pathname === location.pathname;
  if (!link || link.hash || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !live?.unsaved()) return;
  event.preventDefault();
  live.flush().then(() => link.click());
});
addEventListener("submit", (event) => {
  const { form, submitter } = { form: event.target, submitter: event.submitter };
  inside = new URL(form.action).pathname.startsWith(`${location.pathname}/`) && !form.action.endsWith("/leave");
  if (event.defaultPrevented || form === live?.form || !live?.unsaved() || form.dataset.waited || submitter?.hasAttribute("data-leave")) return;
  event.preventDefault();
  form.dataset.waited = "";
  live.flush().then(() => form.requestSubmit(submitter));
});
addEventListener("pagehide", () => {
  if (inside) return;
  fetch(`${session}/here`, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body: '{"sign":"away"}' }).catch(() => {});
});
beat();

// Above a phone's keyboard, who is writing stays in sight.
const seen = window.visualViewport;
const above = () => document.documentElement.style.setProperty("--above", `${Math.max(0, seen.offsetTop)}px`);
for (const kind of ["resize", "scroll"]) seen?.addEventListener(kind, above);

// What others do, as it is told.
const stream = comingBack(`${root}/events?session=${room.dataset.session}`);
let lastBy = [...room.querySelectorAll("li[data-at]:not([data-at=me])")][0]?.dataset.name ?? "";
stream.addEventListener("entry", (event) => {
  const told = JSON.parse(event.data);
  const by = told.by !== room.dataset.me && room.querySelector(`[data-account="${CSS.escape(told.by ?? "")}"]`);
  if (by) say(sentence("added", (lastBy = by.dataset.name)));
  if (live && told.entry === live.entry && told.fields) live.arrived(told.version, told.fields);
  else refresh(unhurried);
});
for (const kind of ["session", "presence", "grant", "suggestion"]) stream.addEventListener(kind, () => refresh(soon));

stream.addEventListener("typing", (event) => {
  const { who, section, entry } = JSON.parse(event.data);
  const there = entry && document.getElementById(`entry-${entry}`)?.querySelector("[data-writing]");
  const title = room.querySelector(`a[data-part="${CSS.escape(section ?? "")}"]`)?.textContent;
  const text = there || !title ? sentence("writes", who.name) : sentence("writesIn", who.name, title);
  say(text);
  const at = there || room.querySelector("[data-elsewhere]");
  if (!at) return;
  for (const other of room.querySelectorAll("[data-writing], [data-elsewhere]")) if (other !== at && other.by === who.id) other.hidden = true;
  Object.assign(at, { textContent: text, hidden: false, by: who.id });
  clearTimeout(at.timer);
  at.timer = setTimeout(() => (at.hidden = true), 2 * tellEvery);
});

stream.addEventListener("clash", (event) => {
  const { who, entry, field } = JSON.parse(event.data);
  if (live?.entry === entry) both(live, field, live.before?.[field] ?? live.base[field] ?? "", live.words()[field] ?? "", who.name);
});

// Between drawing the page and hearing, something may have been written that nobody will tell of again.
stream.addEventListener("open", () => {
  live?.fetchAnew();
  if (stream.opened) refresh(soon);
  stream.opened = true;
  document.documentElement.classList.add("hears");
});
stream.addEventListener("error", () => document.documentElement.classList.remove("hears"));
