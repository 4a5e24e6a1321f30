// The end of a list: a button to load more, or the failure.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { problem } from './states.js';

export const more = ({ more: there, busy, failure }, onMore) => html`${problem(failure)}
  ${there || failure
    ? html`<p><button ?disabled=${busy} @click=${onMore}>${busy ? 'Loading …' : failure ? 'Try again' : 'Show more'}</button></p>`
    : nothing}`;
