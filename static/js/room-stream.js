// A stream that comes back whatever happens. By itself it gives up for good when it is answered
// anything else, such as that the database is away for a moment.
export function comingBack(url) {
  const hears = [];
  let source;
  let wait = 1000; // milliseconds, longer each time
  const it = {
    opened: false, // before: what came meanwhile was missed
    addEventListener(kind, hear) {
      hears.push([kind, hear]);
      source.addEventListener(kind, hear);
    },
  };
  it.close = () => {
    it.closed = true;
    source.close();
  };
  const open = () => {
    if (it.closed) return;
    source = new EventSource(url);
    for (const [kind, hear] of hears) source.addEventListener(kind, hear);
    source.addEventListener("open", () => (wait = 1000));
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return;
      it.opened = true;
      setTimeout(open, wait * (0.5 + Math.random()));
      wait = Math.min(2 * wait, 30_000);
    });
  };
  open();
  return it;
}
