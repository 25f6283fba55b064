// Keeps what is being typed as a draft on the server, and says how that stands.
// Nothing is put into the browser's own storage, not even for the tab: it is not sealed, browsers keep it
// on disk to bring tabs back, and on a shared computer words would outlive the sign-in. So with no signal
// the words are on the page alone, it says so, and closing it warns.

const pause = 900; // milliseconds without a key before saving
const longestWait = 60_000;
const heardEvery = 20_000; // a screen reader hears "saved" no more often

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

  // Leave takes along the words that were typed last, where a page has several forms.
  typed() {
    document.querySelector("button[data-leave][form]")?.setAttribute("form", this.form.id);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  // save sends what is there now; one at a time, and again where more was typed meanwhile.
  async save() {
    clearTimeout(this.timer);
    const words = this.words();
    if (this.leaving || this.saving || words === this.kept) return;
    this.say("saving");
    this.saving = this.send(words);
    const outcome = await this.saving;
    this.saving = null;
    if (outcome === "saved") {
      this.kept = words;
      this.tries = 0;
    }
    this.say(outcome);
    if (outcome === "offline" || outcome === "notSaved") this.again();
    else if (outcome === "saved" && this.words() !== words) this.typed();
  }

  async send(words) {
    try {
      const answer = await fetch(this.form.dataset.draft, {
        method: "POST", body: new URLSearchParams(words), redirect: "manual", keepalive: words.length < 60_000,
      });
      if (answer.ok) return "saved";
      return answer.type === "opaqueredirect" || answer.status === 401 ? "signedOut" : "notSaved";
    } catch {
      return navigator.onLine ? "notSaved" : "offline";
    }
  }

  again() {
    const wait = Math.min(longestWait, 2000 * 2 ** this.tries++);
    this.timer = setTimeout(() => this.save(), wait);
  }

  // sent lets a save that is under way end first, so that it cannot come after Done
  // and bring the draft back. Leaving waits for nothing.
  async sent(event) {
    clearTimeout(this.timer);
    const leaves = event.submitter?.hasAttribute("data-leave");
    if (!this.saving || this.leaving || leaves) {
      this.leaving = true;
      return;
    }
    this.leaving = true;
    event.preventDefault();
    await Promise.race([this.saving, new Promise((go) => setTimeout(go, 3000))]);
    this.form.requestSubmit(event.submitter);
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
