// The view for unknown URLs.
import { render, html } from '../lib/lit-html/lit-html.js';
import { heading } from '../parts/heading.js';

export const title = 'Not found';
export const isPublic = true;

export function open(host) {
  render(
    html`${heading('There is nothing here')}
      <p>The console has no page at <span class="id">${location.pathname}</span>. The address may be
        mistyped, or cut off where it was copied.</p>
      <p><a class="button" href="/">Go to the automations</a></p>`,
    host,
  );
}
