// A form in a native dialog, which traps the focus and restores it on close.
import { html, render } from '../lib/lit-html/lit-html.js';
import * as router from '../app/router.js';
import { problem } from './states.js';

/**
 * Opens a form in a dialog.
 *
 * @param fields renders the content from the state; gets a function that changes the state
 * @param submit called with the state; an error is shown and keeps the dialog open, and so does the
 *     result true; a function as the result is called after closing
 * @param signal closes the dialog
 */
export function openForm({ title, fields, submit, action, look = 'primary', state = {}, signal, canSubmit = () => true }) {
  const dialog = document.createElement('dialog');
  const own = { ...state, failure: null, busy: false };
  const set = (change) => {
    Object.assign(own, change);
    draw();
  };
  const onSubmit = async (event) => {
    event.preventDefault();
    if (own.busy) {
      return;
    }
    set({ busy: true, failure: null });
    try {
      const next = await submit(own, set);
      set({ busy: false });
      if (next === true) {
        return;
      }
      dialog.close();
      if (typeof next === 'function') {
        next();
      }
    } catch (failure) {
      set({ busy: false, failure });
    }
  };
  const lookAgain = () => {
    dialog.close();
    router.reload();
  };
  const draw = () =>
    render(
      html`<form @submit=${onSubmit} novalidate>
        <h2 id="dialog-title">${title}</h2>
        ${fields(own, set)} ${problem(own.failure, lookAgain)}
        <div class="dialog-actions">
          <button type="button" class="quiet" @click=${() => dialog.close()}>
            ${action === null ? 'Close' : 'Back'}</button>
          ${action === null
            ? ''
            : html`<button class=${look} ?disabled=${own.busy || !canSubmit(own)}>
                ${own.busy ? 'One moment …' : typeof action === 'function' ? action(own) : action}</button>`}
        </div>
      </form>`,
      dialog,
    );
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  dialog.addEventListener('close', () => dialog.remove());
  signal?.addEventListener('abort', () => dialog.close());
  draw();
  document.body.append(dialog);
  dialog.showModal();
  return { close: () => dialog.close(), set };
}
