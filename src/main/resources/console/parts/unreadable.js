// Names the segments that could not be read, whose executions are missing.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { many } from './format.js';

const MAX_SHOWN = 20;

const range = ({ firstExecutionId, lastExecutionId, cause }) => html`<li>Executions
  <span class="id">${firstExecutionId}</span> to <span class="id">${lastExecutionId}</span>: ${cause}</li>`;

export const unreadableList = (list) => html`<ul class="ranges">${list.slice(0, MAX_SHOWN).map(range)}
  ${list.length > MAX_SHOWN ? html`<li>and ${many(list.length - MAX_SHOWN, 'more range')}</li>` : nothing}</ul>`;

/** A note for a review; nothing if all could be read. */
export const unreadableNote = (list) =>
  list.length === 0
    ? nothing
    : html`<div class="note missing" role="note"><div><p><strong>Some executions are missing here.</strong>
        ${many(list.length, 'range')} of executions could not be read. The paused ones among them are neither
        listed nor counted, and a decision leaves them paused.</p>${unreadableList(list)}</div></div>`;
