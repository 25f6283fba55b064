// The open entry's form: words of the base, as the server has them, and what is typed on top.
// Shown as it is typed, each pause is the ordinary save: the version that the typing started
// from, and the words; the server merges, and what it answers is merged into what stands here.
// Shown when its writer is ready, it is a draft that nobody else can read, until then.

const quiet = 30; // milliseconds after a key before sending
const draftPause = 900; // before a draft is kept
const longestWait = 8000;
const patience = 12_000; // what was not answered by then is asked again

export async function send(method, path, body, headers = {}, keepalive = false) {
  const answer = await fetch(path, {
    method, body: body && JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers }, redirect: "manual", signal: AbortSignal.timeout(patience), keepalive,
  });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  throw Object.assign(new Error("not taken"), { status: answer.status, problem: await answer.json().catch(() => null) });
}

// tools are: root, session, merge, clash, edits, writing (somebody types), refused (it may not be written just now), both (two changed the same words).
export class Typing {
  constructor(form, tools, held) {
    Object.assign(this, { form, ...tools, tries: 0, kept: null, mode: form.hasAttribute("data-as-typed") ? "typed" : "ready" });
    this.entry = form.elements.entry.value;
    this.path = `${tools.root}/entries/${this.entry}`;
    this.version = Number(form.elements.version.value);
    this.base = baseOf(form);
    this.shown = form.querySelector("[data-state]");
    this.heard = form.querySelector("[data-heard]");
    this.over = new AbortController();
    this.listen();
    if (held) this.again(held);
    if (this.unsaved()) this.soon(draftPause);
  }

  listen() {
    const on = (to, kind, hear, more) => to.addEventListener(kind, hear, { signal: this.over.signal, ...more });
    on(this.form, "input", () => this.typed());
    on(this.form, "submit", (event) => this.submitted(event));
    on(this.form, "compositionstart", (event) => (event.target.composing = true));
    on(this.form, "compositionend", (event) => {
      event.target.composing = false;
      this.settle();
    });
    on(window, "online", () => this.save());
    on(window, "beforeunload", (event) => this.unsaved() && event.preventDefault());
    on(document, "visibilitychange", () => document.hidden && this.save());
  }

  // ready: nothing is shown before its writer says so.
  get ready() {
    return this.form.dataset.live === "ready";
  }

  fields() {
    return fieldsOf(this.form);
  }

  words() {
    return wordsIn(this.form);
  }

  // dirty: there are words that the entry does not have.
  dirty() {
    return !same(this.words(), this.base);
  }

  // unsaved: there are words that only this page has.
  unsaved() {
    return Boolean(this.pending) || (this.ready ? this.draft() !== this.kept && (this.dirty() || this.kept !== null) : this.dirty());
  }

  draft() {
    return JSON.stringify([this.version, this.words()]);
  }

  typed() {
    this.writing(this);
    this.soon(this.ready ? draftPause : quiet);
  }

  soon(wait) {
    if (!this.saving && !this.gone) this.timer ??= setTimeout(() => this.save(), wait);
  }

  // save does what is to be done, one thing at a time, and again where more was typed meanwhile.
  async save() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.saving || this.gone || this.wrong === this.draft()) return;
    const shows = this.pending || ((this.showing || !this.ready) && this.dirty());
    if (!shows && !(this.ready && this.unsaved())) return void (this.showing = false);
    this.saving = shows ? this.put() : this.keep();
    this.state("saving");
    let wait = null;
    try {
      await this.saving;
      this.tries = 0;
      this.state("saved");
    } catch (wrong) {
      wait = this.failed(wrong);
    }
    this.saving = null;
    if (this.gone || this.wrong === this.draft()) return;
    this.settle();
    if (wait !== null) this.soon(wait);
    else if ((this.unsaved() || this.showing)) this.soon(this.ready && !this.showing ? draftPause : quiet);
  }

  // put sends what stands here; the very same request again until it is answered, since its
  // answer may be what was lost.
  async put() {
    this.pending ??= { key: crypto.randomUUID(), body: { version: this.version, fields: this.words(), session: this.session, as_typed: !this.ready } };
    const { key, body } = this.pending;
    const entry = await send("PUT", this.path, body, { "Idempotency-Key": key });
    this.pending = this.kept = null;
    this.base = body.fields; // what the answer was merged from
    if (entry.clashes) this.both(this, entry.clashes[0], body.fields[entry.clashes[0]] ?? "", entry.fields[entry.clashes[0]] ?? "");
    if (this.showing) this.wasShown();
    if (!this.waiting || this.waiting.version <= entry.version) this.waiting = { version: entry.version, fields: entry.fields };
  }

  // keep keeps a draft; one that says no more than the entry is dropped.
  async keep() {
    const fields = this.words(), draft = this.draft(), dirty = this.dirty();
    await send(dirty ? "PUT" : "DELETE", `${this.path}/draft`, dirty ? { version: this.version, fields } : undefined, {}, document.hidden);
    this.kept = dirty ? draft : null;
  }

  // wasShown: from now on it is as its writer chose.
  wasShown() {
    this.showing = false;
    this.form.querySelector("[data-drafted]")?.remove();
    this.form.dataset.live = this.mode;
  }

  // becomes is how the server would show what is typed here now. What was not shown yet waits for its writer.
  becomes(mode) {
    this.mode = mode;
    if (mode === "ready" || !this.dirty()) this.form.dataset.live = mode;
  }

  // failed answers after how many milliseconds to try again; null: not before something changes.
  failed(wrong) {
    if (wrong.status === 401) this.state("signedOut");
    else if (wrong.status === 403 || wrong.status === 404) { // paused, ended or taken back: it was not taken, and the words stay
      this.pending = null;
      this.state("notNow");
      this.refused();
    } else if (wrong.status === 409) {
      this.pending = null;
      if (wrong.problem?.key === "session.not_running") this.becomes("ready");
      else {
        this.apart = true;
        this.fetchAnew();
      }
      this.refused();
      return draftPause;
    } else if (wrong.status >= 400 && wrong.status < 500 && wrong.status !== 429) { // it will never be taken as it is
      this.pending = null;
      this.showing = false;
      this.wrong = this.draft();
      const [field] = Object.values(wrong.problem?.fields ?? {});
      this.state("wrong", field?.sentence ?? wrong.problem?.detail);
    } else {
      this.state(navigator.onLine ? "notSaved" : "offline");
      return Math.min(longestWait, 250 * 2 ** this.tries++);
    }
    return null;
  }

  async fetchAnew() {
    try {
      const answer = await fetch(this.path, { signal: AbortSignal.timeout(patience) });
      if (!answer.ok) return;
      const entry = await answer.json();
      this.arrived(entry.version, entry.fields);
    } catch {
      // the stream tells when there is a connection again
    }
  }

  // arrived is a newer version from somebody else. While a save is under way its answer comes first.
  arrived(version, fields) {
    if (version <= this.version || version <= (this.waiting?.version ?? 0)) return;
    this.waiting = { version, fields };
    this.settle();
  }

  // settle puts what arrived under what stands here. What is about to be sent goes first, from the version that
  // its writer saw: the server joins the two, and says so to both where they changed the same words.
  settle() {
    if (!this.waiting || this.saving || this.pending || this.gone) return;
    if (this.timer && !this.ready && !this.apart && this.dirty()) this.save();
    if (this.saving) return;
    const { version, fields } = this.waiting;
    if (version > this.version || !same(fields, this.base)) return void this.take(version, fields);
    this.waiting = null;
  }

  // take makes the server's words the base and merges them into what stands here. A field in which letters are
  // being composed is not touched: then all of it waits until they are.
  take(version, fields) {
    const mine = this.words(), base = this.base, changes = [];
    for (const field of this.fields()) {
      const key = field.name.slice(2), was = mine[key] ?? "", now = fields[key] ?? "", whole = field.type !== "textarea" && field.type !== "text";
      if (whole) changes.push([field, was === (base[key] ?? "") ? now : was]);
      else changes.push([field, this.merge(base[key] ?? "", was, now)]);
    }
    if (changes.some(([field, text]) => field.composing && field.value !== text)) return;
    this.waiting = null;
    if (this.apart || this.ready) for (const [field, text] of changes) this.tells(field, base[field.name.slice(2)] ?? "", fields[field.name.slice(2)] ?? "", text);
    this.apart = false;
    Object.assign(this, { version, base: fields, before: base });
    this.form.elements.version.value = version;
    for (const [field, text] of changes) this.write(field, text);
    if (this.unsaved()) this.soon(this.ready ? draftPause : quiet);
  }

  // tells shows both where the server does not join what both changed: it may not say any more what this
  // began with, or it has not been shown this draft.
  tells(field, base, theirs, joined) {
    const mine = field.value, words = field.type === "textarea" || field.type === "text";
    if (words && mine !== base && theirs !== base && mine !== theirs && (this.apart || this.clash(base, mine, theirs))) this.both(this, field.name.slice(2), mine, joined);
  }

  // write puts text into a field change by change, so that the caret stays at its letter.
  write(field, text) {
    const old = field.value;
    if (field.type === "radio" || field.type === "checkbox") return void (field.checked = text === field.value);
    if (old === text) return;
    if (field.type !== "textarea" && field.type !== "text") return void (field.value = text);
    const at = [0];
    for (const letter of Array.from(old)) at.push(at[at.length - 1] + letter.length);
    for (const [from, to, words] of this.edits(old, text).reverse()) field.setRangeText(words, at[from], at[to], "preserve");
    field.was = this.merge(old, field.was ?? field.defaultValue, text); // what others put in is not mine
  }

  submitted(event) {
    if (event.submitter?.hasAttribute("data-leave")) return;
    event.preventDefault();
    this.showing = this.ready;
    this.wrong = null;
    this.save();
  }

  // flush ends soon: all is kept, or it takes too long.
  async flush() {
    const late = new Promise((go) => setTimeout(go, 3000));
    for (let n = 0; n < 5 && this.unsaved(); n++) if ((await Promise.race([this.saving ?? this.save(), late.then(() => "late")]).catch(() => "late")) === "late") return;
  }

  // stop lets go of the form: it can't be written in just now. What was typed and is not in the entry is
  // held, and comes back with again.
  stop() {
    clearTimeout(this.timer);
    this.gone = true;
    this.over.abort();
    return this.dirty() ? { entry: this.entry, base: this.base, mine: this.words() } : null;
  }

  again(held) {
    for (const field of this.fields()) {
      const key = field.name.slice(2), base = held.base[key] ?? "", mine = held.mine[key] ?? "";
      if (base === mine) continue;
      const theirs = field.value, joined = field.type === "textarea" || field.type === "text" ? this.merge(base, mine, theirs) : mine;
      if (theirs !== base && theirs !== mine && joined !== mine) this.both(this, key, mine, joined);
      this.write(field, joined);
    }
  }

  state(outcome, sentence = "") {
    if (!this.shown) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    const text = sentence || (this.shown.dataset[outcome] ?? this.form.closest("[data-room]").dataset[outcome] ?? "").replace("{time}", time);
    this.shown.textContent = text;
    this.shown.classList.toggle("not-saved", outcome !== "saved" && outcome !== "saving");
    if (outcome === "saving" || this.last === outcome) return;
    if (outcome !== "saved" || this.last) this.heard.textContent = text; // not each save is said, but that all is well again
    this.last = outcome === "saved" ? null : outcome;
  }
}

const fieldsOf = (form) => [...form.elements].filter((f) => f.name?.startsWith("f."));

function wordsIn(form) {
  const out = {};
  for (const field of fieldsOf(form)) {
    if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
    if (field.value !== "") out[field.name.slice(2)] = field.value;
  }
  return out;
}

// baseOf is the entry's words in a form as the server drew it; where a draft stands in its fields, they stand beside.
export const baseOf = (form) => (form.dataset.base ? JSON.parse(form.dataset.base) : wordsIn(form));

function same(a, b) {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => a[k] === b[k]);
}

// ownWords is what somebody put into a text, by whole words: what stood around it is not theirs.
export function ownWords(edits, base, mine) {
  const letters = Array.from(mine), out = [];
  let shift = 0, last = null;
  for (const [at, to, words] of edits(base, mine)) {
    const length = Array.from(words).length;
    let from = at + shift, till = from + length;
    shift += length - (to - at);
    if (length === 0) continue;
    while (from > 0 && /\S/.test(letters[from - 1]) && /\S/.test(letters[from])) from--;
    while (till < letters.length && /\S/.test(letters[till - 1]) && /\S/.test(letters[till])) till++;
    if (last && letters.slice(last[1], from).join("").trim() === "") last[1] = Math.max(till, last[1]);
    else out.push((last = [from, till]));
  }
  return out.map(([from, till]) => letters.slice(from, till).join("").trim()).filter(Boolean).join("\n");
}
