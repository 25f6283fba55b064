// The copy of the crisis plan on this phone: how it is sealed, where it lies, and when it goes.
// Words reach the browser's storage sealed and in no other way. A new copy is sealed to a public key,
// so that it can be brought up to date without the PIN; only the PIN opens the private one.

const place = "handrail-kept";
const { subtle } = crypto;
const curve = { name: "ECDH", namedCurve: "P-256" };
const slowest = 1000, least = 250; // milliseconds that stretching the PIN may and must take
const advised = 600_000; // rounds of PBKDF2-SHA-256 (OWASP, 2023), where the phone does them in time
export const mostTries = 10;

// Where there is no place for a copy yet, only the one that begins makes it. Anybody else finds nothing, and what
// a page still does while the copy goes leaves not even an empty place behind.
const made = (asked) => ["phone", "changes"].forEach((store) => asked.result.createObjectStore(store));
const leftAlone = (asked) => asked.transaction.abort();

// inStore runs one transaction, and is there when it is on the disk.
async function inStore(name, mode, act, whereNone = leftAlone) {
  const db = await new Promise((yes, no) => {
    const asked = indexedDB.open(place, 1);
    asked.onupgradeneeded = () => whereNone(asked);
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = () => (asked.error.name === "AbortError" ? yes(null) : no(asked.error));
  });
  if (!db) return undefined;
  db.onversionchange = () => db.close();
  try {
    return await new Promise((yes, no) => {
      const turn = db.transaction(name, mode, { durability: "strict" });
      const got = act(turn.objectStore(name));
      turn.oncomplete = () => yes(got?.result);
      turn.onabort = turn.onerror = () => no(turn.error ?? got?.error);
    });
  } finally {
    db.close();
  }
}

const get = (key) => inStore("phone", "readonly", (store) => store.get(key));
const put = (key, value) => inStore("phone", "readwrite", (store) => store.put(value, key));

// phone is what is known of the copy without the PIN; undefined where there is none.
export const phone = () => get("phone");
const counted = async (tries) => put("phone", { ...(await phone()), tries });

const random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));
const bytesOf = (text) => new TextEncoder().encode(text);

async function stretched(pin, salt, iterations) {
  const word = await subtle.importKey("raw", bytesOf(pin), "PBKDF2", false, ["deriveKey"]);
  return subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, word, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

// tuned finds how often this phone must stretch: as often as is advised where that takes at most a
// second, and in any case so often that guessing costs a quarter of a second each time.
async function tuned(pin, salt) {
  let rounds = 100_000;
  for (;;) {
    const began = performance.now();
    const key = await stretched(pin, salt, rounds);
    const took = performance.now() - began;
    const inTime = Math.floor((rounds * slowest) / took);
    if (took >= least && (rounds >= advised || rounds * 1.1 >= inTime)) return { key, rounds, took };
    rounds = Math.ceil(Math.max(rounds * 1.1, Math.min(advised, inTime), (rounds * least * 1.1) / took));
  }
}

// sealKey is the key of one box, from one side's private key and the other's public one.
async function sealKey(mine, theirs, salt) {
  const bits = await subtle.deriveBits({ name: "ECDH", public: theirs }, mine, 256);
  const secret = await subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  return subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt, info: bytesOf(place) }, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// sealed puts something into a box for the phone's private key; about is bound to it.
async function sealed(open, what, about) {
  const theirs = await subtle.importKey("raw", open, curve, false, []);
  const once = await subtle.generateKey(curve, false, ["deriveBits"]);
  const from = new Uint8Array(await subtle.exportKey("raw", once.publicKey)), iv = random(12);
  const key = await sealKey(once.privateKey, theirs, from);
  return { from, iv, box: await subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(about) }, key, bytesOf(JSON.stringify(what))) };
}

async function unsealed(mine, { from, iv, box }, about) {
  const key = await sealKey(mine, await subtle.importKey("raw", from, curve, false, []), from);
  return JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytesOf(about) }, key, box)));
}

// begin makes the keys of a copy and puts it away with them, in one go: where there is no room, what
// was there before is there still.
export async function begin(pin, { plan, secret, look }) {
  const salt = random(16), iv = random(12);
  const { key, rounds, took } = await tuned(pin, salt);
  const pair = await subtle.generateKey(curve, true, ["deriveBits"]); // extractable only to be wrapped here
  const shut = await subtle.wrapKey("pkcs8", pair.privateKey, key, { name: "AES-GCM", iv });
  const open = await subtle.exportKey("raw", pair.publicKey);
  const answer = await words(plan);
  if (!answer?.ok) throw new Error("nothing to keep");
  const copy = await sealed(open, await answer.json(), "copy");
  await inStore("phone", "readwrite", (store) => {
    store.put({ plan, secret, look, salt, rounds, took, iv, shut, open, tries: 0 }, "phone");
    return store.put(copy, "copy");
  }, made);
}

const words = (plan) => ask("GET", `/api/v1/plans/${plan}/offline-copy`);

// refresh brings the copy up to date: "kept", or why not.
export async function refresh() {
  const { plan, open } = await phone();
  const answer = await words(plan);
  if (!answer?.ok) return answer ? (await keyOf(answer)) || "elsewhere" : "offline";
  await put("copy", await sealed(open, await answer.json(), "copy"));
  return "kept";
}

// carryOn lets a new sign-in on the same phone go on with the copy that is there.
export async function carryOn() {
  const { plan, secret } = await phone();
  const answer = await ask("PUT", `/api/v1/plans/${plan}/offline-copy`, { carry: secret });
  return !!answer?.ok;
}

// ask is one request; null where there is no signal.
export async function ask(method, path, body, headers = {}) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers } };
  try {
    return await fetch(path, { method, redirect: "manual", cache: "no-store", ...sent });
  } catch {
    return null;
  }
}

async function keyOf(answer) {
  try {
    return (await answer.clone().json()).key;
  } catch {
    return "";
  }
}

// hear asks whether the copy may stay. Only Handrail's own word takes it away: a hotel's sign-in page must not.
export async function hear() {
  const { secret } = await phone();
  const answer = await ask("POST", "/api/v1/offline-copies/heard", { secret });
  if (answer?.status === 401 && (await keyOf(answer)) === "offline.gone") return "gone";
  return answer?.status === 204 ? "stays" : "unheard";
}

// opened is the copy and the private key, which cannot be taken out; null for a wrong PIN. A try is counted
// before it is made, and the last wrong one takes the copy away.
export async function opened(pin) {
  const has = await phone();
  await counted(has.tries + 1).catch(() => {}); // no room to count is no reason to keep anybody out
  const key = await stretched(pin, has.salt, has.rounds);
  let mine;
  try {
    mine = await subtle.unwrapKey("pkcs8", has.shut, key, { name: "AES-GCM", iv: has.iv }, curve, false, ["deriveBits"]);
  } catch {
    if (has.tries + 1 >= mostTries) await forget();
    return null;
  }
  await counted(0).catch(() => {});
  return { mine, copy: await copy(mine) };
}

export const copy = async (mine) => unsealed(mine, await get("copy"), "copy");

// A change is {id, section, entry, version, fields, key, tried}: words for an entry, or for a new one, and those of
// them that were sent under the key and may or may not have arrived.
export async function keepChange(change) {
  const box = await sealed((await phone()).open, change, "change " + change.id);
  await inStore("changes", "readwrite", (store) => store.put(box, change.id));
}

export const dropChange = (id) => inStore("changes", "readwrite", (store) => store.delete(id));
export const waiting = async () => (await phone() ? inStore("changes", "readonly", (store) => store.count()) : 0);

export async function changes(mine) {
  const ids = await inStore("changes", "readonly", (store) => store.getAllKeys());
  return Promise.all(ids.map(async (id) => unsealed(mine, await inStore("changes", "readonly", (store) => store.get(id)), "change " + id)));
}

// forget takes away the copy and what waited to be sent. What is left is a page with numbers to ring.
export async function forget() {
  for (const store of ["phone", "changes"]) await inStore(store, "readwrite", (it) => it.clear()).catch(() => {});
  await new Promise((done) => {
    const asked = indexedDB.deleteDatabase(place);
    asked.onsuccess = asked.onerror = asked.onblocked = done;
  });
}

// wipe takes that page away too.
export async function wipe() {
  await forget();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
}

// leave tells the server that there is no copy here any more, and takes the rest away.
export async function leave() {
  const me = await ask("GET", "/api/v1/me");
  if (me?.ok) await ask("DELETE", `/api/v1/plans/${(await me.json()).plan_id}/offline-copy`);
  await wipe();
}
