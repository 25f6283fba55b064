// Stands between the pages and the network on a phone that keeps a copy. It knows the files of one page,
// which holds nobody's words, and gives that page where there is no signal. It keeps no answer of the
// server's, ever. The server writes the list of files before this: const shell = {version, page, files}.

const store = "handrail-" + shell.version;
const patience = 4000; // milliseconds on a weak signal, for the two pages that somebody may need at once
const atOnce = ["/", "/help"];

addEventListener("install", (event) => {
  const all = [shell.page, ...shell.files].map((path) => new Request(path, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(store).then((cache) => cache.addAll(all)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== store).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => clients.claim()));
});

const kept = (path) => caches.open(store).then((cache) => cache.match(path));

async function paged(request, path) {
  const page = await kept(shell.page);
  if (path === shell.page && page) return page;
  const answer = fetch(request);
  if (!page) return answer;
  const late = new Promise((go) => atOnce.includes(path) && setTimeout(go, patience, page));
  return Promise.race([answer, late]).catch(() => page);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(paged(request, pathname));
  else if (shell.files.includes(pathname)) event.respondWith(kept(pathname).then((file) => file ?? fetch(request)));
});
