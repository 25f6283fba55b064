// A tick is kept as soon as it is set. Without this the button under the list does it.
for (const form of document.querySelectorAll("form[data-ticks]")) {
  const state = form.querySelector("[data-tick-state]");
  let sending = Promise.resolve();
  form.addEventListener("change", () => {
    sending = sending.then(() => keep(form, state)); // one after the other: each starts from what the last one left
  });
}

async function keep(form, state) {
  const words = new URLSearchParams(new FormData(form));
  words.set("script", "yes");
  try {
    const answer = await fetch(form.action, { method: "POST", body: words, redirect: "manual" });
    if (answer.status !== 204) throw new Error("not taken");
    for (const old of form.querySelectorAll("[name=was]")) old.remove();
    for (const id of words.getAll("tick")) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "was", value: id }));
    }
    state.textContent = state.dataset.saved;
  } catch {
    state.textContent = state.dataset.notSaved;
  }
}
