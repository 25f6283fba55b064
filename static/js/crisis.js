// Fills the band about the crisis plan anew when something has happened while a page
// is open. A page that nobody looks at listens to nothing; it asks when it is looked at again.

const place = document.querySelector("[data-band]");
let stream = null;

async function fill() {
  try {
    const answer = await fetch(place.dataset.band, { redirect: "manual", headers: { Accept: "text/html" } });
    if (answer.status === 200) place.innerHTML = await answer.text();
    else if (answer.status === 204) place.replaceChildren();
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
}

if (place) {
  listen();
  document.addEventListener("visibilitychange", () => {
    listen();
    if (!document.hidden) fill();
  });
  addEventListener("pagehide", () => stream?.close());
}
