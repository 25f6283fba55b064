// Small comforts. Every page works without them; drafts.js keeps what is being typed.

// After the password, the form that waited goes on by itself.
document.querySelector("form[data-go]")?.requestSubmit();

// A form that needs another look begins at its summary.
document.getElementById("summary")?.focus();

// Pressing Escape three times is the same as Leave.
const inTime = 1500; // milliseconds
let presses = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at < inTime);
  if (presses.length >= 3) document.querySelector("button[data-leave]")?.click();
});

// A page that the browser kept whole for Back is asked for anew: it may be locked by now.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.body.hidden = true;
  location.reload();
});

// On a phone that keeps a copy of the plan, the copy is looked after.
const { phone } = document.querySelector("script[data-phone]")?.dataset ?? {};
if (phone && navigator.serviceWorker?.controller) import(phone);
