// The time zone of the browser, in which people enter times.
import { html } from '../lib/lit-html/lit-html.js';

const name = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Such as "UTC+05:30", at a local time such as "2026-01-31T12:00"; now if it is empty. */
export function offset(local) {
  const date = local ? new Date(local) : new Date();
  const minutes = -(Number.isNaN(date.getTime()) ? new Date() : date).getTimezoneOffset();
  const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  return minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '−' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** For the label of a field with a time. */
export const zone = (local) =>
  html`<span class="zone" title="The time zone of this browser">${name && name !== 'UTC' ? `${name}, ` : ''}${offset(local)}</span>`;
