// The most frequent values of chosen fields of paused executions; each can be used as the filter.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { count, many } from './format.js';
import { fieldText, shownField, shownValue, valueText } from './literal.js';
import { problem } from './states.js';

const MAX_FIELDS = 8;

const value = (field, each, onPick) => html`<li class="value">
  <button aria-label="Filter: ${fieldText(field)} equals ${valueText(each.value)}"
    @click=${() => onPick(field, each.value)}>${shownValue(each.value)}</button>
  <span>${count(each.count)}</span></li>`;

const field = ({ field: name, topValues, absentCount }, total, onPick) => {
  const others = topValues.reduce((rest, each) => rest - each.count, total - absentCount);
  return html`<div>
    <h3 title=${fieldText(name)}>${shownField(name)}</h3>
    <ul>${topValues.map((each) => value(name, each, onPick))}</ul>
    ${others > 0 ? html`<p class="muted">${many(others, 'execution')} with other values</p>` : nothing}
    ${absentCount > 0 ? html`<p class="muted">${count(absentCount)} without it</p>` : nothing}
  </div>`;
};

const choice = (name, fields, onFields) => html`<label class="check"><input type="checkbox"
  .checked=${live(fields.includes(name))} ?disabled=${!fields.includes(name) && fields.length >= MAX_FIELDS}
  @change=${(event) => onFields(event.target.checked ? fields.concat(name) : fields.filter((each) => each !== name))}>
  ${shownField(name)}</label>`;

function otherField(fields, onFields) {
  const onSubmit = (event) => {
    event.preventDefault();
    const { value: name } = event.target.elements.other;
    if (name !== '' && !fields.includes(name)) {
      event.target.reset();
      onFields(fields.concat(name));
    }
  };
  return html`<form class="filters" @submit=${onSubmit}>
    <label>Another field<input name="other" placeholder="user_id or /a/b" autocomplete="off" autocapitalize="off"
      spellcheck="false" ?disabled=${fields.length >= MAX_FIELDS}></label>
    <button ?disabled=${fields.length >= MAX_FIELDS}>Add</button></form>`;
}

/** Which fields are summarized. */
const chooser = (fields, offered, onFields) => html`<details class="chooser">
  <summary>Choose fields (${fields.length} of at most ${MAX_FIELDS})</summary>
  <div class="choices">${repeat(
    new Set([...offered, ...fields]),
    (name) => name,
    (name) => choice(name, fields, onFields),
  )}</div>
  ${otherField(fields, onFields)}</details>`;

/**
 * @param summary of the review: `{ count, fields }`
 * @param fields names of the fields that are summarized, `offered` names of others to choose from
 * @param failure why there are no values, if they could not be counted
 * @param onPick called with a field and a value, `onFields` with the next names
 */
export const summarySection = ({ summary, fields, offered, failure }, { onPick, onFields }) => html`<section class="card">
  <h2>Most frequent values</h2>
  ${problem(failure && { message: `The values could not be counted: ${failure.message}` })}
  ${summary.fields.length > 0
    ? html`<div class="values">${summary.fields.map((each) => field(each, summary.count, onPick))}</div>`
    : failure ? nothing : html`<p class="muted">No field is chosen.</p>`}
  ${chooser(fields, offered, onFields)}</section>`;
