// The yes to notes in this browser: asks the browser only once somebody presses the button.

const place = document.querySelector("[data-telling]");
const fit = isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const say = (key) => (place.querySelector("[data-said]").textContent = place.querySelector(`template[data-say="${key}"]`).content.textContent);
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

async function worker() {
  const registration = await navigator.serviceWorker.register("/note-worker.js", { scope: "/note/" });
  const one = registration.installing ?? registration.waiting ?? registration.active;
  await new Promise((yes, no) => {
    const look = () => (one.state === "activated" ? yes() : one.state === "redundant" && no());
    one.addEventListener("statechange", look);
    look();
  });
  return registration;
}

async function tell() {
  if ((await Notification.requestPermission()) !== "granted") return say("denied");
  const { pushManager } = await worker();
  const asked = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(place.dataset.key) });
  const { endpoint, keys } = asked.toJSON();
  const answer = await fetch(`/api/v1/plans/${place.dataset.plan}/reminders/here`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ endpoint, key: keys.p256dh, auth: keys.auth }),
  });
  if (answer.ok) return location.assign("/me/reminders?done=told_here");
  await asked.unsubscribe();
  say((await answer.json()).key === "reminder.not_own" ? "not_own" : "not_now");
}

if (place && fit) {
  const button = place.querySelector("[data-tell]");
  place.querySelector("[data-unfit]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    await tell().catch(() => say("not_now"));
    button.removeAttribute("aria-disabled");
  });
}
