// Handrail works without this file. With it: what is typed is kept as a draft while
// it is typed, a lost connection says so and loses nothing, and leaving keeps the words.
// Nothing that anybody typed is put into the browser's own storage.

const pause = 800; // milliseconds without a key before a draft is sent
const longest = 30_000; // between two tries while there is no connection

/** Keeps one form as a draft. */
function keep(form) {
  const state = form.querySelector('[data-state]');
  let timer = 0;
  let wait = 1000;
  let dirty = false;
  let sending = false;

  const say = (key) => {
    if (!state) return;
    const text = state.dataset[key] || '';
    const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    state.textContent = text.replace('{time}', time);
    state.classList.toggle('not-saved', key !== 'saved' && key !== 'saving');
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    dirty = false;
    say('saving');
    try {
      const answer = await fetch(form.dataset.draft, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin', redirect: 'manual' });
      if (answer.ok) {
        wait = 1000;
        say('saved');
      } else if (answer.status === 401 || answer.type === 'opaqueredirect') {
        dirty = true;
        say('signedOut');
      } else if (answer.status === 422) {
        say('notSaved'); // the page itself says what is wrong, on Done
      } else {
        again('notSaved');
      }
    } catch {
      again(navigator.onLine ? 'notSaved' : 'offline');
    } finally {
      sending = false;
      if (dirty && wait === 1000 && !timer) timer = setTimeout(run, pause);
    }
  };

  const again = (key) => {
    dirty = true;
    say(key);
    clearTimeout(timer);
    timer = setTimeout(run, wait);
    wait = Math.min(wait * 2, longest);
  };

  const run = () => {
    timer = 0;
    send();
  };

  form.addEventListener('input', () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(run, pause);
  });
  window.addEventListener('online', () => { if (dirty) run(); });
  form.addEventListener('submit', () => { dirty = false; clearTimeout(timer); });
  window.addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault(); });

  // "Leave this page" takes along what is being typed.
  for (const leave of document.querySelectorAll('form[data-leave]')) {
    leave.addEventListener('submit', () => {
      if (!dirty) return;
      dirty = false;
      clearTimeout(timer);
      const fields = new URLSearchParams(new FormData(form));
      fields.set('plan', form.dataset.draft.split('/')[2]);
      for (const [name, value] of fields) {
        const input = document.createElement('input');
        input.type = 'hidden';
        input.name = name;
        input.value = value;
        leave.append(input);
      }
    });
  }
}

for (const form of document.querySelectorAll('form[data-draft]')) keep(form);

// After the password, the form that waited goes on by itself.
document.querySelector('form[data-go]')?.requestSubmit();

// A form that needs another look begins at its summary.
document.getElementById('summary')?.focus();
