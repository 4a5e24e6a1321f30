// A piece of the page with its state: changing the state draws it again.
import { render } from '../lib/lit-html/lit-html.js';

/**
 * @param host the element it fills
 * @param template makes what is drawn from the state
 * @param state to begin with
 * @param signal aborted when it is closed; it draws nothing after that
 */
export function screen(host, template, state, signal) {
  const draw = () => signal.aborted || render(template(state), host);
  return {
    state,
    set(change) {
      Object.assign(state, change);
      draw();
    },
    draw,
  };
}
