// Shows the note that a reminder brings while no page is open. It rules over no page and keeps nothing.

addEventListener("push", (event) => {
  const text = event.data?.text();
  if (text) event.waitUntil(registration.showNotification(text, { tag: "note" }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow("/"));
});
