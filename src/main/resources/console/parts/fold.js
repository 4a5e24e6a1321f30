// Long texts of people, folded to their beginning.
import { html } from '../lib/lit-html/lit-html.js';
import { cut } from './format.js';

const MOST = 160;
const MOST_OF_A_NAME = 80;

/** Up to the end of a word, if there is one. */
function beginning(text, most) {
  const first = cut(text, most);
  const end = first.lastIndexOf(' ');
  return end > most / 2 ? first.slice(0, end) : first;
}

/** The text, or its beginning with the rest to be unfolded. */
export const fold = (text) =>
  text.length <= MOST
    ? text
    : html`<details class="fold"><summary>${beginning(text, MOST)}\u00a0…</summary>${text}</details>`;

/** A name in a list. */
export const shortName = (name) =>
  name.length <= MOST_OF_A_NAME ? name : `${beginning(name, MOST_OF_A_NAME)}\u00a0…`;
