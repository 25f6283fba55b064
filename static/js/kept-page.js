// Looks after the copy of the crisis plan on this phone while any page is open and there is a signal: asks
// whether it may stay, brings it up to date, and says when something waits to be sent.

const kept = await import(document.querySelector("script[data-kept]").dataset.kept);
const main = document.querySelector("main:not(.full)"); // nothing is said on a page that shows nothing of whose it is
let unsent = 0;

// say puts one of the sentences that stand on the phone's own page at the top of this one.
async function say(what) {
  const answer = main && (await fetch("/phone", { credentials: "omit" }));
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector(`template[data-note="${what}"]`);
  main.querySelector("[data-kept-note]")?.remove();
  if (found) main.prepend(document.importNode(found.content, true));
}

async function lookAfter() {
  if (!(await kept.phone())) return kept.leave();
  if ((await kept.hear()) === "gone") {
    await kept.wipe();
    return say("gone");
  }
  let how = await kept.refresh();
  if (how === "offline.none") how = (await kept.carryOn()) ? await kept.refresh() : "old";
  unsent = await kept.waiting();
  if (unsent > 0) await say("waiting");
  else if (how === "old") await say("old");
}

// Signing out takes everything off this phone: what was not sent yet is named first, once.
for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
  form.addEventListener("submit", (event) => {
    if (unsent === 0) return;
    event.preventDefault();
    unsent = 0;
    say("unsent").then(() => main?.querySelector("[data-kept-note]")?.focus());
  });
}

lookAfter().catch(() => say("full"));
