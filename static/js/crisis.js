// Fills the band about the crisis plan anew when something has happened while a page
// is open. A page that nobody looks at listens to nothing; it asks when it is looked at again.

const place = document.querySelector("[data-band]");
const again = 60_000; // milliseconds: a start that waits for time alone completes without an event
const retry = 10_000;
let stream = null;
let shown = null; // as the server sent it: the same words are not put in twice, nor heard

async function fill() {
  try {
    const answer = await fetch(place.dataset.band, { redirect: "manual", headers: { Accept: "text/html" } });
    if (answer.status !== 200 && answer.status !== 204) return;
    const words = await answer.text();
    if (words !== shown) place.innerHTML = words;
    shown = words;
  } catch {
    // No signal: the band stays as it was.
  }
}

function listen() {
  if (document.hidden) {
    stream?.close();
    stream = null;
    return;
  }
  if (stream) return;
  stream = new EventSource(place.dataset.events);
  stream.addEventListener("crisis", fill);
  stream.addEventListener("error", (event) => {
    if (event.target !== stream || stream.readyState !== EventSource.CLOSED) return;
    stream = null; // given up for good: the server could not serve just then
    setTimeout(listen, retry * (0.5 + Math.random()));
  });
}

if (place) {
  listen();
  document.addEventListener("visibilitychange", () => {
    listen();
    if (!document.hidden) fill();
  });
  setInterval(() => !document.hidden && place.childElementCount > 0 && fill(), again);
  addEventListener("pagehide", () => stream?.close());
}
