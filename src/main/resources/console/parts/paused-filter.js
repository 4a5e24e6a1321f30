// The form that filters paused executions by time and by fields of their contexts.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { ALL, isFiltered, MAX_CONDITIONS, withCondition } from '../app/filters.js';
import { numberOf } from '../app/json.js';
import { conditionList, shownCondition } from './conditions.js';
import { fieldText } from './literal.js';
import { problem } from './states.js';
import { zone } from './time-zone.js';

const CHOICES = {
  equals: 'equals',
  not: 'is not',
  contains: 'contains',
  exists: 'exists',
  absent: 'does not exist',
};
const TYPES = { text: 'Text', number: 'Number', true: 'true', false: 'false' };
const HAS_TYPE = ['equals', 'not'];

/** Nothing is entered yet; the times are those of the filter. */
export const entryOf = ({ since, until }) => ({
  since: local(since),
  until: local(until),
  field: '',
  operator: 'equals',
  type: 'text',
  text: '',
  unfinished: false,
  refused: null,
});

/** An instant as the value of a field for local time, to the millisecond if it has any. */
function local(at) {
  if (!at) {
    return '';
  }
  const date = new Date(at);
  const text = new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, -1);
  return text.replace(/\.000$/, '');
}

const instant = (text) => (text ? new Date(text).toISOString() : '');

// An instant that was not changed keeps the digits that the field does not have.
const changed = (entered, at) => (entered === local(at) ? at : instant(entered));

const hasValue = ({ operator }) => operator in { equals: 1, not: 1, contains: 1 };

const asksForCondition = ({ field, text }) => field !== '' || text !== '';

/** Whether something is entered that the filter does not have yet. */
export const isPending = (entry, { since, until }) =>
  entry.unfinished || asksForCondition(entry) || entry.since !== local(since) || entry.until !== local(until);

function valueOf({ operator, type, text }) {
  if (operator === 'contains' || type === 'text') {
    return text;
  }
  if (type !== 'number') {
    return type === 'true';
  }
  const number = numberOf(text);
  if (number === undefined) {
    throw new Error(`The value is ${JSON.stringify(text)}, must be a number such as 5, -0.25 or 1e9.`);
  }
  return number;
}

function conditionOf(entry) {
  if (entry.field === '') {
    throw new Error('The field is empty, must be a name or a JSON pointer. The field whose name is empty is /.');
  }
  if (entry.operator === 'exists' || entry.operator === 'absent') {
    return { field: entry.field, exists: entry.operator === 'exists' };
  }
  return { field: entry.field, [entry.operator]: valueOf(entry) };
}

function filterWith(filter, entry) {
  const timed = { ...filter, since: changed(entry.since, filter.since), until: changed(entry.until, filter.until) };
  if (!asksForCondition(entry)) {
    return timed;
  }
  const next = withCondition(timed, conditionOf(entry));
  if (next.conditions.length > MAX_CONDITIONS) {
    throw new Error(`A filter has at most ${MAX_CONDITIONS} conditions. Remove one first.`);
  }
  return next;
}

function preview(entry) {
  try {
    return asksForCondition(entry) ? html`Adds: ${shownCondition(conditionOf(entry))}` : nothing;
  } catch {
    return nothing;
  }
}

const options = (choices, chosen) =>
  Object.entries(choices).map(
    ([value, name]) => html`<option value=${value} .selected=${value === chosen}>${name}</option>`,
  );

// Enter applies the filter, with Shift it is a line break, which belongs to the value.
function onEnter(event) {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
}

const time = (label, name, entry, onEntry) => html`<label>${label} ${zone(entry[name])}<input type="datetime-local" name=${name}
  step=${entry[name].includes('.') ? '0.001' : '1'} .value=${live(entry[name])}
  @input=${({ target }) => onEntry({ [name]: target.value, unfinished: target.validity.badInput })}></label>`;

const condition = (entry, offered, onEntry) => html`
  <label>Context field<input name="field" list="offered-fields" .value=${live(entry.field)} placeholder="user_id or /a/b"
    autocomplete="off" autocapitalize="off" spellcheck="false" @input=${(event) => onEntry({ field: event.target.value })}></label>
  <datalist id="offered-fields">${offered.map((name) => html`<option value=${name}>${fieldText(name)}</option>`)}</datalist>
  <label>Condition<select name="operator" @change=${(event) => onEntry({ operator: event.target.value })}>
    ${options(CHOICES, entry.operator)}</select></label>
  ${HAS_TYPE.includes(entry.operator)
    ? html`<label>Type<select name="type" @change=${(event) => onEntry({ type: event.target.value })}>
        ${options(TYPES, entry.type)}</select></label>`
    : nothing}
  ${hasValue(entry) && (entry.operator === 'contains' || entry.type in { text: 1, number: 1 })
    ? html`<label class="value-field">Value<textarea name="value" rows="1" class="code" .value=${live(entry.text)} spellcheck="false"
        autocapitalize="off" aria-describedby="value-note" @keydown=${onEnter}
        @input=${(event) => onEntry({ text: event.target.value })}></textarea></label>`
    : nothing}`;

/**
 * @param entry what is entered and not applied, from entryOf
 * @param offered names of fields to choose from
 * @param onEntry called with changes of the entry
 * @param onChange called with the next filter
 */
export function pausedFilter(filter, entry, offered, { onEntry, onChange }) {
  const onSubmit = (event) => {
    event.preventDefault();
    try {
      onChange(filterWith(filter, entry));
    } catch (refused) {
      onEntry({ refused });
    }
  };
  const onInput = (change) => onEntry({ ...change, refused: null });
  const discard = (event) => {
    // Also clears a time that is typed in part, which has no value.
    event.target.form.reset();
    onEntry(entryOf(filter));
  };
  return html`<form class="filters paused-filter" aria-label="Filter paused executions" @submit=${onSubmit}>
    ${time('Paused since', 'since', entry, onInput)} ${time('Paused before', 'until', entry, onInput)}
    ${condition(entry, offered, onInput)}
    <div class="filter-actions"><button>Filter</button>
      ${isPending(entry, filter)
        ? html`<button type="button" class="quiet" @click=${discard}>Discard</button>`
        : nothing}
      ${isFiltered(filter)
        ? html`<button type="button" class="quiet" @click=${() => onChange(ALL)}>Show all</button>`
        : nothing}</div>
    <p id="value-note" class="muted filter-note">A text counts with every blank. Shift+Enter makes a line break. In a
      pointer such as /a/b, a slash within a key is ~1 and a tilde ~0. ${preview(entry)}</p>
    ${problem(entry.refused)}
  </form>
  ${conditionList(filter, onChange)}`;
}
