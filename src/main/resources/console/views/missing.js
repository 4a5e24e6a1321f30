// An address that shows nothing.
import { render, html } from '../lib/lit-html/lit-html.js';
import { heading } from '../parts/heading.js';

export const title = 'Not found';
export const forAnybody = true;

export function open(host) {
  render(
    html`${heading('There is nothing here')}
      <p>The address ${location.pathname} shows no view. <a href="/">Go to the automations</a></p>`,
    host,
  );
}
