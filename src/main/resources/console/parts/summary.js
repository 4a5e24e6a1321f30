// The most frequent values of paused executions; each can be used as the filter.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { count, many } from './format.js';

const MAX_SHOWN = 5;

const value = (field, each, onPick) => html`<div class="value">
  <button title="Show only these" @click=${() => onPick(field, each.value)}>${String(each.value)}</button>
  <span>${count(each.count)}</span></div>`;

const rest = (topValues, otherCount) => {
  const n = topValues.slice(MAX_SHOWN).reduce((sum, each) => sum + each.count, otherCount);
  return n > 0 ? html`<p class="muted">${many(n, 'execution')} with other values</p>` : nothing;
};

const field = ({ field: name, topValues, absentCount, otherCount }, onPick) => html`<div>
  <h3>${name}</h3>
  ${topValues.slice(0, MAX_SHOWN).map((each) => value(name, each, onPick))}
  ${rest(topValues, otherCount)}
  ${absentCount > 0 ? html`<p class="muted">${count(absentCount)} without it</p>` : nothing}
</div>`;

export const summary = ({ fields }, onPick) =>
  fields.length === 0
    ? html`<p class="muted">Their contexts have no plain values to summarize.</p>`
    : html`<div class="values">${fields.map((each) => field(each, onPick))}</div>`;
