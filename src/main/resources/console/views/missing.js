// The view for unknown URLs.
import { render, html } from '../lib/lit-html/lit-html.js';
import { heading } from '../parts/heading.js';

export const title = 'Not found';
export const isPublic = true;

export function open(host) {
  render(
    html`${heading('There is nothing here')}
      <p>There is no view at ${location.pathname}. <a href="/">Go to the automations</a></p>`,
    host,
  );
}
