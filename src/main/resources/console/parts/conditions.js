// A filter in words: the conditions that the executions of a review, or of a decision, meet.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { ALL, isFiltered, operatorOf } from '../app/filters.js';
import { icon } from './icons.js';
import { fieldText, shownField, shownValue, valueText } from './literal.js';
import { exact } from './relative-time.js';

const WORDS = { equals: 'equals', not: 'is not', contains: 'contains' };

const wordOf = (condition) => {
  const operator = operatorOf(condition);
  return WORDS[operator] ?? (condition.exists ? 'exists' : 'does not exist');
};

const hasOperand = (condition) => operatorOf(condition) in WORDS;

export const conditionText = (condition) =>
  `${fieldText(condition.field)} ${wordOf(condition)}` +
  (hasOperand(condition) ? ` ${valueText(condition[operatorOf(condition)])}` : '');

export const shownCondition = (condition) => html`${shownField(condition.field)} ${wordOf(condition)}
  ${hasOperand(condition) ? shownValue(condition[operatorOf(condition)]) : nothing}`;

/** A time with all its digits. */
const moment = (at) => (new Date(at).getTime() % 1000 === 0 ? exact(at) : `${exact(at)} (${at})`);

const removal = (what, onRemove) =>
  onRemove
    ? html`<button type="button" class="quiet icon-only" aria-label="Remove: ${what}" @click=${onRemove}>${icon('failed')}</button>`
    : nothing;

/** Each part of a filter: its words, as text and for a page, and the filter without it. */
function partsOf(filter) {
  const { since, until, conditions } = filter;
  const times = [
    since && { text: `Paused since ${moment(since)}`, rest: { ...filter, since: '' } },
    until && { text: `Paused before ${moment(until)}`, rest: { ...filter, until: '' } },
  ].filter(Boolean);
  return times
    .map((each) => ({ ...each, shown: each.text }))
    .concat(
      conditions.map((condition, i) => ({
        text: conditionText(condition),
        shown: shownCondition(condition),
        rest: { ...filter, conditions: conditions.filter((_, j) => j !== i) },
      })),
    );
}

/**
 * A list of the conditions; nothing for all that is paused.
 *
 * @param onChange called with the filter without one of them; without it, none can be removed
 */
export const conditionList = (filter, onChange) =>
  isFiltered(filter)
    ? html`<ul class="conditions" aria-label="Filter">${partsOf(filter).map(
        ({ text, shown, rest }) =>
          html`<li><span>${shown}</span>${removal(text, onChange && (() => onChange(rest)))}</li>`,
      )}</ul>`
    : nothing;

/** The text of a filter in one line. */
export const filterText = (filter = ALL) => partsOf(filter).map(({ text }) => text).join('; ');
