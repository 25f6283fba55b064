// Small comforts. Every page works without them.

// A form that only waited for a password goes on by itself.
document.querySelector("form[data-go]")?.requestSubmit();

// Pressing Escape three times is the same as Leave.
const inTime = 1500; // milliseconds
let presses = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at < inTime);
  if (presses.length >= 3) document.querySelector("button[data-leave]")?.click();
});
