// Sends a picture or a recording without leaving the page, so that what was chosen is
// still here when the line is not. Without a script the form does the same by itself.

class Sending {
  constructor(form) {
    this.form = form;
    this.shown = form.querySelector("[data-state]");
    form.addEventListener("submit", (event) => this.sent(event));
  }

  async sent(event) {
    event.preventDefault();
    if (this.under) return;
    if (this.form.querySelector("input[type=file]").files[0]?.size > this.form.dataset.most) {
      this.say(this.form.dataset.tooBig);
      return;
    }
    this.under = true;
    this.say(this.form.dataset.sending);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body: new FormData(this.form) });
      if (answer.redirected && new URL(answer.url).pathname === new URL(this.form.action).pathname) {
        this.form.dispatchEvent(new Event("kept"));
        location.assign(answer.url);
        return;
      }
      this.say(answer.redirected ? this.form.dataset.signedOut : await this.problem(answer));
    } catch {
      this.say(this.form.dataset.lost);
    }
    this.under = false;
  }

  // problem is what the server's page says is wrong.
  async problem(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("#summary li, #summary h2")?.textContent ?? this.form.dataset.lost;
  }

  say(text) {
    this.shown.textContent = text;
  }
}

for (const form of document.querySelectorAll("form[data-sends]")) new Sending(form);
