// A part of the page with its state: changing the state renders it again.
import { render } from '../lib/lit-html/lit-html.js';

/**
 * @param host the element to render into
 * @param template returns the content for the state
 * @param state initially
 * @param signal aborted on close; nothing is rendered after that
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
