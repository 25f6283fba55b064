// The page that is there with no signal. It opens the copy with the PIN, lets its words be changed, and
// sends the changes by the ordinary save when there is a signal again. What is open is in this page's
// memory alone, and gone when the page is.

const page = document.querySelector("[data-copy-page]");
const kept = await import(page.dataset.library);
const part = (name) => page.querySelector(`[data-${name}]`);
const sentence = (key, words = {}) => page.querySelector(`template[data-say="${key}"]`).content.textContent.replace(/\{(\w+)\}/g, (_, name) => words[name]);
const piece = (name) => document.importNode(page.querySelector(`template[data-piece="${name}"]`).content, true);
const lang = document.documentElement.lang;

let mine = null; // the private key, while the copy is open
let plan = null; // the copy
let unsent = []; // changes that are not in the plan yet
const sentAs = new Map(); // what became of those that are, while somebody writes on

// inTurn lets only one at a time change what is kept of a change.
let turn = Promise.resolve();
const inTurn = (act) => (turn = turn.then(act, act));
const keptNow = async (id) => (await kept.changes(mine)).find((change) => change.id === id);

// tell says how it stands, once for those who look and those who hear.
let said = "";
function tell(key, words, link) {
  said = key;
  const place = part("signal"), line = document.createElement("p");
  line.textContent = sentence(key, words);
  if (link) {
    const way = document.createElement("a");
    way.href = link;
    way.textContent = page.querySelector(`template[data-link="${link}"]`).content.textContent;
    line.append(" ", way);
  }
  place.replaceChildren(line);
}

function show(name) {
  for (const one of ["shut", "none", "opened"]) part(one).hidden = one !== name;
}

// gone takes everything away from the screen and the phone.
async function gone(key) {
  close();
  await (key === "gone" ? kept.wipe() : kept.forget());
  show("none");
  tell(key);
}

function close() {
  mine = plan = null;
  unsent = [];
  part("opened").replaceChildren();
}

// contact is what happens whenever there may be a signal: the copy goes if it must, else what waits is
// sent and the copy is brought up to date.
let contacting = null, again = false;
function contact() {
  if (contacting) again = true; // what it is about may have happened since
  contacting ??= meet().finally(() => {
    contacting = null;
    if (again) contact();
    again = false;
  });
  return contacting;
}

async function meet() {
  if (!(await kept.phone())) return;
  const heard = await kept.hear();
  if (heard === "gone") return gone("gone");
  if (heard === "unheard") return tell("offline");
  if (["", "offline", "opening"].includes(said)) tell("online", {}, "/"); // anything else is news that is to be read
  if (!mine) return;
  const outcome = await send();
  if (!mine) return;
  if ((await kept.refresh()) === "kept") plan = await kept.copy(mine);
  unsent = await kept.changes(mine);
  draw();
  if (outcome) tell(outcome, {}, outcome === "sign_in" ? "/sign-in?next=/phone" : "/");
}

// send gives the plan what waits, each under a key of its own, and goes on past one that is not taken.
async function send() {
  let outcome = "";
  for (const change of unsent) {
    const went = await give(change);
    if (went === "offline") return "offline";
    if (went === "sign_in") return "sign_in";
    outcome = went === "stuck" || outcome === "stuck" ? "stuck" : "sent";
  }
  return outcome;
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// give sends one change. Words that were sent once go again just as they were, under the same key, so that
// they are in the plan once; what was written since follows as a change of them.
async function give({ id }) {
  for (;;) {
    const change = await inTurn(() => tried(id));
    if (!change) return "sent";
    const answer = await save(change);
    if (!answer) return "offline";
    if (answer.status === 401) return "sign_in";
    const came = answer.ok ? await answer.json() : null;
    if (await inTurn(() => settled(change, answer.status, came))) return came ? "sent" : "stuck";
  }
}

// tried notes which words go out before they do.
async function tried(id) {
  const change = await keptNow(id);
  if (change && !change.tried) await kept.keepChange(Object.assign(change, { tried: change.fields }));
  return change;
}

const anew = () => ({ key: crypto.randomUUID(), tried: null });

// settled is true when there is nothing more to do for a change just now.
async function settled({ id, tried }, status, came) {
  const change = await keptNow(id);
  if (came && same(tried, change.fields)) {
    sentAs.set(id, came);
    await kept.dropChange(id);
    return true;
  }
  if (came) await kept.keepChange({ ...change, ...anew(), entry: came.id, version: came.version });
  else if (status === 404 && change.entry) await kept.keepChange({ ...change, ...anew(), entry: "", version: 0 }); // taken out meanwhile: the words come in again
  else if (status < 500) await kept.keepChange({ ...change, ...anew() });
  return !came && !(status === 404 && change.entry);
}

function save(change) {
  const root = `/api/v1/plans/${plan.plan_id}`, headers = { "Idempotency-Key": change.key };
  if (change.entry) return kept.ask("PUT", `${root}/entries/${change.entry}`, { version: change.version, fields: change.tried }, headers);
  return kept.ask("POST", `${root}/sections/${change.section}/entries`, { fields: change.tried }, headers);
}

// The PIN.
async function open(event) {
  event.preventDefault();
  const field = page.querySelector("#open-pin"), pin = field.value;
  if (!pin) return field.focus();
  field.value = "";
  tell("opening");
  const opened = await kept.opened(pin);
  if (!opened) return shutOut(field);
  wrong(field, "");
  ({ mine, copy: plan } = opened);
  unsent = await kept.changes(mine);
  part("signal").replaceChildren();
  draw();
  show("opened");
  part("opened").focus();
  contact();
}

async function shutOut(field) {
  const has = await kept.phone();
  if (!has) return gone("forgotten");
  const left = kept.mostTries - has.tries;
  part("signal").replaceChildren();
  wrong(field, left === 1 ? sentence("last") : sentence("wrong", { tries: left }));
  field.focus();
}

function wrong(field, text) {
  const line = page.querySelector("#open-pin-error");
  line.lastElementChild.textContent = text;
  line.hidden = !text;
  field.closest(".field").classList.toggle("error", !!text);
  field.toggleAttribute("aria-invalid", !!text);
  field.setAttribute("aria-describedby", text ? line.id : "open-pin-hint");
}

// What stands on the page.
function draw() {
  if (part("opened").querySelector("form")) return; // somebody is writing
  const head = piece("head");
  head.querySelector("[data-whose]").textContent = sentence("whose", { name: plan.name });
  head.querySelector("[data-at]").textContent = sentence("at", { when: new Date(plan.at).toLocaleString(lang, { dateStyle: "long", timeStyle: "short" }) });
  head.querySelector("[data-close]").addEventListener("click", () => location.replace("/phone"));
  const full = plan.sections.filter((it) => it.entries.length + added(it).length > 0), empty = plan.sections.filter((it) => !full.includes(it));
  part("opened").replaceChildren(head, ...lines(), ...people(), ...full.map(section), ...rest(empty));
}

const added = (it) => unsent.filter((change) => !change.entry && change.section === it.key);

// rest is the parts in which nothing stands, out of the way of those that somebody needs.
function rest(empty) {
  if (empty.length === 0) return [];
  const all = piece("rest");
  all.firstElementChild.append(...empty.map(section));
  return [all];
}

function lines() {
  if (plan.lines.length === 0) return [];
  const all = piece("lines");
  for (const text of plan.lines) all.firstElementChild.append(words("words big", text));
  return [all];
}

function words(kind, text) {
  const line = document.createElement("p");
  line.className = kind;
  line.dir = "auto";
  line.textContent = text;
  return line;
}

function people() {
  if (plan.people.length === 0) return [];
  const all = piece("people");
  all.firstElementChild.append(...plan.people.map(person));
  return [all];
}

// person is whoever stands in the plan, with what can be rung of what was typed. A copy from
// before there were several numbers has one.
function person(one) {
  const card = piece("person"), numbers = one.numbers ?? (one.phone ? [{ said: one.phone, dial: one.phone }] : []);
  for (const [place, text] of [["who", one.name], ["number", one.phone], ["reach", one.reach]]) {
    const line = card.querySelector(`[data-${place}]`);
    if (text) line.textContent = text;
    else line.remove();
  }
  card.firstElementChild.append(...numbers.map((number) => ringing(one, number, numbers.length > 1)));
  return card;
}

function ringing(one, { said, dial }, several) {
  const row = piece("number"), sms = plan.text || page.querySelector("template[data-sms]").content.textContent;
  row.querySelector("[data-ring]").href = "tel:" + dial;
  row.querySelector("[data-text]").href = `sms:${dial}?body=${encodeURIComponent(sms)}`;
  for (const name of row.querySelectorAll("[data-name]")) name.textContent = one.name;
  for (const number of row.querySelectorAll("[data-said]")) number.textContent = several ? said : "";
  return row;
}

function section(it) {
  const card = piece("section"), entries = card.querySelector("[data-entries]");
  const here = added(it);
  card.querySelector("[data-title]").textContent = it.title;
  card.querySelector("[data-empty]").hidden = it.entries.length + here.length > 0;
  entries.append(...it.entries.map((e) => entry(it, e, unsent.find((change) => change.entry === e.id))), ...here.map((change) => entry(it, null, change)));
  const add = card.querySelector("[data-add]");
  add.querySelector("[data-of]").textContent = it.title;
  add.hidden = !it.many && it.entries.length + here.length > 0;
  add.addEventListener("click", () => write(add.closest("p"), it, null, null));
  return card;
}

// entry is one as it stands in the copy, with what was written here since.
function entry(it, e, change) {
  const card = piece("entry"), fields = change?.fields ?? e.fields;
  const said = it.fields.filter((f) => fields[f.key]);
  card.querySelector("[data-words]").append(...said.map((f, i) => shown(it, f, fields[f.key], i)));
  if (change) card.querySelector("[data-words]").append(piece("unsent"));
  const button = card.querySelector("[data-change]"), whole = card.firstElementChild;
  button.querySelector("[data-of]").textContent = said.length ? fields[said[0].key] : "";
  button.addEventListener("click", () => write(whole, it, e, change));
  return card;
}

function shown(it, field, text, i) {
  const name = it.names?.[`${field.key}.${text}`] ?? text;
  if (i === 0) return words("words", name);
  const line = words("then", " " + name), label = document.createElement("b");
  label.textContent = field.label;
  line.prepend(label);
  return line;
}

// write puts a form where the words stood.
function write(place, it, e, change) {
  const form = piece("form").firstElementChild, had = change?.fields ?? e?.fields ?? {};
  form.querySelector("[data-fields]").append(...it.fields.map((field) => input(it, field, had[field.key] ?? "")));
  form.addEventListener("submit", (event) => finish(event, form, it, e, change));
  form.querySelector("[data-back]").addEventListener("click", () => {
    form.remove();
    draw();
    part("opened").focus();
  });
  place.replaceWith(form);
  form.querySelector("textarea, input, select").focus();
}

const kinds = { line: "text", date: "date", scale: "number", tick: "checkbox" };

function input(it, field, text) {
  const box = piece("field").firstElementChild, label = box.querySelector("label");
  const made = document.createElement(field.kind === "text" ? "textarea" : field.kind === "choice" ? "select" : "input");
  if (kinds[field.kind]) made.type = kinds[field.kind];
  if (field.kind === "scale") Object.assign(made, { min: 0, max: 10 });
  if (field.kind === "choice") made.append(...["", ...field.options].map((option) => new Option(option && it.names[`${field.key}.${option}`], option)));
  if (field.kind === "tick") made.checked = text === "yes";
  else made.value = text;
  Object.assign(made, { id: `f-${it.key}-${field.key}`, name: field.key, dir: "auto", autocomplete: "off" });
  label.htmlFor = made.id;
  label.textContent = field.label;
  box.append(made);
  return box;
}

async function finish(event, form, it, e, change) {
  event.preventDefault();
  const fields = {};
  for (const field of it.fields) {
    const made = form.elements[field.key];
    const text = field.kind === "tick" ? (made.checked ? "yes" : "") : made.value;
    if (text.trim()) fields[field.key] = text;
  }
  if (it.fields.some((field) => field.required && !fields[field.key])) return refused(form, "needed");
  try {
    await inTurn(() => keepWords(it, e, change?.id, fields));
  } catch {
    return refused(form, "full");
  }
  unsent = await kept.changes(mine);
  form.remove();
  draw();
  tell("kept");
  part("opened").focus();
  contact();
}

// keepWords puts words by as a change of what is there: of one that waits, of one that was sent while
// somebody wrote on, of the entry, or of nothing.
async function keepWords(it, e, id, fields) {
  const on = (id && (await keptNow(id))) || { id: crypto.randomUUID(), section: it.key, entry: "", version: 0, ...anew(), ...began(e), ...began(sentAs.get(id)) };
  await kept.keepChange({ ...on, fields });
}

const began = (entry) => entry && { entry: entry.id, version: entry.version };

function refused(form, key) {
  const place = form.querySelector("[data-wrong]");
  place.textContent = sentence(key);
  place.hidden = false;
  place.focus();
}

// Leaving with no signal closes the copy: there is nowhere else to go.
document.querySelector("button[data-leave]")?.addEventListener("click", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  location.replace("/phone");
});
addEventListener("beforeunload", (event) => part("opened").querySelector("form") && event.preventDefault());
addEventListener("online", contact);
addEventListener("offline", () => tell("offline"));
document.addEventListener("visibilitychange", () => !document.hidden && contact());

const has = await kept.phone();
for (const [name, value] of Object.entries(has?.look ?? {})) if (value) document.documentElement.dataset[name] = value;
page.querySelector("form[data-open]").addEventListener("submit", open);
show(has ? "shut" : "none");
if (!navigator.onLine) tell("offline");
else await contact();
page.dataset.ready = "";
