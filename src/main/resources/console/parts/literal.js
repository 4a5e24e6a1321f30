// Values and names of fields as exact text: strings in quotes, with marks for characters that cannot be
// seen. A blank within a text needs none unless there are several.
import { html } from '../lib/lit-html/lit-html.js';

const BLANKS = '^ +| +$| {2,}';
const UNSEEN = '\\p{Cc}|\\p{Cf}|\\p{Cs}|[^\\S ]';
const IN_A_NAME = new RegExp(`${BLANKS}|${UNSEEN}`, 'gu');
const IN_A_STRING = new RegExp(`${BLANKS}|${UNSEEN}|["\\\\]`, 'gu');
const SHORT = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const unicode = (text) =>
  Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

function pieceOf(found) {
  if (found === '"' || found === '\\') {
    return { text: `\\${found}`, isMark: false };
  }
  const text = found.startsWith(' ') ? '·'.repeat(found.length) : (SHORT[found] ?? unicode(found));
  return { text, isMark: true };
}

function pieces(text, pattern) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    found.push({ text: text.slice(end, match.index), isMark: false }, pieceOf(match[0]));
    end = match.index + match[0].length;
  }
  found.push({ text: text.slice(end), isMark: false });
  return found;
}

const joined = (list) => list.map(({ text }) => text).join('');

const template = (list) =>
  list.map(({ text, isMark }) => (isMark ? html`<span class="mark-unseen">${text}</span>` : text));

/** A plain value as text; a Numeral has its own digits. */
export const valueText = (value) =>
  typeof value === 'string' ? `"${joined(pieces(value, IN_A_STRING))}"` : String(value);

export const fieldText = (name) => joined(pieces(name, IN_A_NAME));

/** A text without quotes, for a page. */
export const shownText = (text) => html`${template(pieces(text, IN_A_STRING))}`;

/** A plain value, for a page. */
export const shownValue = (value) =>
  typeof value === 'string'
    ? html`<span class="literal">"${template(pieces(value, IN_A_STRING))}"</span>`
    : html`<span class="literal">${String(value)}</span>`;

/** The name of a field, for a page. */
export const shownField = (name) => html`<span class="literal">${template(pieces(name, IN_A_NAME))}</span>`;
