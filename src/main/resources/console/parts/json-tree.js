// A JSON value as a collapsible tree. Long texts are folded, and what is folded is not in the page
// before it is opened.
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { isPlain, Numeral, stringify } from '../app/json.js';
import { count, cut } from './format.js';
import { fieldText, shownField, shownText, shownValue, valueText } from './literal.js';

const OPEN_LEVELS = 2;
const MAX_OPEN = 20;
const MAX_MEMBERS = 200;
const MAX_TEXT = 300;
const FOLDED_TEXT = 120;
const MAX_PIECE = 20_000;

/** Fills the element after the summary when the details are opened for the first time. */
const fillWith = (content) => ({ target }) => {
  const place = target.lastElementChild;
  if (target.open && !place.hasChildNodes()) {
    render(content(), place);
  }
};

/** Replaces all that is in the element of this class around a button. */
const fillAround = (name, content) => ({ target }) => {
  const place = target.closest(`.${name}`);
  place.replaceChildren();
  render(content(), place);
};

/** A text in pieces, since a browser lays a line of a million characters out for seconds. */
function pieces(text) {
  const first = cut(text, MAX_PIECE);
  const rest = text.slice(first.length);
  return html`${shownText(first)}${rest
    ? html`<span class="json-rest"><button type="button" class="link"
        @click=${fillAround('json-rest', () => pieces(rest))}>Show more of it, ${count(rest.length)} characters</button></span>`
    : nothing}`;
}

const folded = (text) => html`<details class="fold" @toggle=${fillWith(() => pieces(text))}>
  <summary><span class="json-string">"${shownText(cut(text, FOLDED_TEXT))} …"</span>
    <span class="json-size">${count(text.length)} characters</span></summary>
  <p class="json-string json-text"></p></details>`;

function leaf(value) {
  if (typeof value === 'string' && value.length > MAX_TEXT) {
    return folded(value);
  }
  const kind = value === null ? 'null' : value instanceof Numeral ? 'number' : typeof value;
  return html`<span class="json-${kind}">${shownValue(value)}</span>`;
}

const label = (name) => html`<span class="json-name">${name === '' ? '""' : shownField(name)}</span>`;

/** The first members, and a button for more. */
function members(entries, level) {
  const rest = entries.slice(MAX_MEMBERS);
  return html`${entries.slice(0, MAX_MEMBERS).map(([key, member]) => node(key, member, level))}
    ${rest.length > 0
      ? html`<li><ul class="json-rest"><li><button type="button" class="link"
          @click=${fillAround('json-rest', () => members(rest, level))}>Show more, ${count(rest.length)} are left</button></li></ul></li>`
      : nothing}`;
}

function node(name, value, level) {
  if (isPlain(value)) {
    return html`<li>${label(name)}${leaf(value)}</li>`;
  }
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) {
    return html`<li>${label(name)}<span class="json-size">${size}</span></li>`;
  }
  const summary = html`<summary>${label(name)}<span class="json-size">${size}</span></summary>`;
  return level < OPEN_LEVELS && entries.length <= MAX_OPEN
    ? html`<li><details open>${summary}<ul>${members(entries, level + 1)}</ul></details></li>`
    : html`<li><details @toggle=${fillWith(() => members(entries, level + 1))}>${summary}<ul></ul></details></li>`;
}

const tree = (value) => {
  const entries = Object.entries(value);
  return entries.length === 0
    ? html`<p class="muted">It is empty.</p>`
    : html`<ul class="json">${members(entries, 1)}</ul>`;
};

/** What was opened stays open as long as it is the same object. */
export const jsonTree = (value) => repeat([value ?? {}], (each) => each, tree);

const lineOf = (member, most) =>
  isPlain(member) ? valueText(typeof member === 'string' ? cut(member, most) : member) : stringify(member);

/** A value as one line of text, for a list. */
export function oneLine(value, most = 160) {
  const text = Object.entries(value ?? {})
    .map(([key, member]) => `${key === '' ? '""' : fieldText(key)}: ${lineOf(member, most)}`)
    .join('   ');
  return text.length > most ? `${cut(text, most)} …` : text;
}
