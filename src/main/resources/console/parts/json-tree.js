// A JSON value as a collapsible tree.
import { html } from '../lib/lit-html/lit-html.js';
import { isPlain, Numeral, stringify } from '../app/json.js';
import { fieldText, shownField, shownValue, valueText } from './literal.js';

const OPEN_LEVELS = 2;
const MAX_MEMBERS = 200;

function leaf(value) {
  const kind = value === null ? 'null' : value instanceof Numeral ? 'number' : typeof value;
  return html`<span class="json-${kind}">${shownValue(value)}</span>`;
}

const label = (name) => html`<span class="json-name">${name === '' ? '""' : shownField(name)}</span>`;

function node(name, value, level) {
  if (isPlain(value)) {
    return html`<li>${label(name)}${leaf(value)}</li>`;
  }
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) {
    return html`<li>${label(name)}<span class="json-size">${size}</span></li>`;
  }
  const rest = entries.length - MAX_MEMBERS;
  return html`<li><details ?open=${level < OPEN_LEVELS}>
    <summary>${label(name)}<span class="json-size">${size}</span></summary>
    <ul>${entries.slice(0, MAX_MEMBERS).map(([key, member]) => node(key, member, level + 1))}
      ${rest > 0 ? html`<li class="json-size">and ${rest} more</li>` : ''}</ul>
  </details></li>`;
}

export function jsonTree(value) {
  const entries = Object.entries(value ?? {});
  return entries.length === 0
    ? html`<p class="muted">It is empty.</p>`
    : html`<ul class="json">${entries.map(([key, member]) => node(key, member, 1))}</ul>`;
}

/** A value as one line of text, for a list. */
export function oneLine(value, most = 160) {
  const text = Object.entries(value ?? {})
    .map(([key, member]) => `${key === '' ? '""' : fieldText(key)}: ${isPlain(member) ? valueText(member) : stringify(member)}`)
    .join('   ');
  return text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')} …` : text;
}
