// Keeps what is being typed as a draft on the server, and says how that stands.
// Nothing is put into the browser's own storage, not even for the tab: it is not sealed, browsers keep it
// on disk to bring tabs back, and on a shared computer words would outlive the sign-in. So with no signal
// the words are on the page alone, it says so, and closing it warns.

const pause = 900; // milliseconds without a key before saving
const longestWait = 60_000;
const heardEvery = 20_000; // a screen reader hears "saved" no more often
const longestSave = 20_000;
const onePress = 10_000; // a second press on a button is the same press

class Draft {
  constructor(form) {
    this.form = form;
    this.shown = form.querySelector("[data-state]");
    this.heard = form.querySelector("[data-heard]");
    this.kept = this.words(); // what the server has
    this.tries = 0;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("submit", (event) => this.sent(event));
    addEventListener("online", () => this.save());
    addEventListener("beforeunload", (event) => this.warn(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
  }

  words() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  // Leave takes along the words that were typed last, where a page has several forms. Whoever writes on is
  // not done.
  typed() {
    this.pressed = null;
    document.querySelector("button[data-leave][form]")?.setAttribute("form", this.form.id);
    this.later(pause);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  // save sends what is there now; one at a time, and again where more was typed meanwhile.
  async save() {
    clearTimeout(this.timer);
    const words = this.words();
    if (this.leaving || this.saving || (words === this.kept && !this.pressed)) return;
    this.say("saving");
    this.saving = this.send(words);
    const outcome = await this.saving;
    this.saving = null;
    if (outcome === "saved") {
      this.kept = words;
      this.tries = 0;
    }
    this.say(outcome);
    this.next(outcome, words);
  }

  // next tries again, saves what was typed meanwhile, or lets the form that was pressed go on. What the server
  // refuses, or holds until somebody has signed in, it says better itself.
  next(outcome, words) {
    const answered = outcome === "saved" || outcome === "signedOut" || this.refused;
    if (outcome === "saved" && this.words() !== words) this.later(pause);
    else if (answered && this.pressed) this.goOn();
    else if (outcome === "offline" || outcome === "notSaved") this.again();
  }

  async send(words) {
    this.refused = false;
    try {
      const answer = await fetch(this.form.dataset.draft, {
        method: "POST", body: new URLSearchParams(words), redirect: "manual", keepalive: words.length < 60_000,
        signal: AbortSignal.timeout(longestSave),
      });
      this.refused = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
      if (answer.ok) return "saved";
      return answer.type === "opaqueredirect" || answer.status === 401 ? "signedOut" : "notSaved";
    } catch {
      return navigator.onLine ? "notSaved" : "offline";
    }
  }

  again() {
    this.later(Math.min(longestWait, 2000 * 2 ** this.tries++));
  }

  // sent lets a form go once the server has its words: with no signal the browser would put a page of its own
  // in their place. A save that comes after Done could also bring the draft back. Leaving waits for nothing.
  sent(event) {
    clearTimeout(this.timer);
    const leaves = event.submitter?.hasAttribute("data-leave");
    if (leaves || this.may || (!this.leaving && this.safe())) return this.leave();
    event.preventDefault();
    if (this.leaving) return; // pressed twice
    this.pressed = { by: event.submitter };
    this.save();
  }

  safe() {
    return navigator.onLine && !this.saving && this.words() === this.kept;
  }

  // goOn sends the form that waited, as it was pressed.
  goOn() {
    const { by } = this.pressed;
    this.pressed = null;
    this.may = true;
    this.form.requestSubmit(by);
    this.may = false;
  }

  // leave holds for a while only: somebody may stop the browser, and stay.
  leave() {
    this.leaving = true;
    setTimeout(() => (this.leaving = false), onePress);
  }

  warn(event) {
    if (!this.leaving && this.words() !== this.kept) event.preventDefault();
  }

  say(outcome) {
    if (!this.shown) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    const text = this.shown.dataset[outcome].replace("{time}", time);
    this.shown.textContent = text;
    this.shown.classList.toggle("not-saved", outcome !== "saved" && outcome !== "saving");
    if (!this.heard || outcome === "saving" || (outcome === this.last && Date.now() - this.lastAt < heardEvery)) return;
    this.heard.textContent = text;
    this.last = outcome;
    this.lastAt = Date.now();
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);
