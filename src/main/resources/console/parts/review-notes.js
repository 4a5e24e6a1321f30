// What a review says beside its list: that it is out of date, or that there is nothing.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { isFiltered } from '../app/filters.js';
import { numberOf } from '../app/json.js';
import { many } from './format.js';
import { valueText } from './literal.js';
import { empty } from './states.js';

/** Notes that executions were paused or resolved since the review was loaded. */
export function outdatedNote({ review, report }, refresh) {
  const isOfAll = !isFiltered(review.filter) && review.unreadable.length === 0;
  const more = isOfAll && report ? report.pausedCount - review.summary.count : 0;
  return more === 0
    ? nothing
    : html`<p class="note" role="status">${more > 0
        ? `${many(more, 'execution')} more ${more === 1 ? 'is' : 'are'} paused since this review was loaded.`
        : `${many(-more, 'execution')} of these ${more === -1 ? 'is' : 'are'} no longer paused.`}
        <button class="quiet" @click=${refresh}>Reload</button></p>`;
}

/** A text that could have been meant as a number or as true or false. */
const mistakable = ({ equals }) => equals === 'true' || equals === 'false' || numberOf(String(equals)) !== undefined;

const typeNote = ({ conditions }) =>
  conditions
    .filter((each) => typeof each.equals === 'string' && mistakable(each))
    .map(({ equals }) => html`<span class="row-more">The text ${valueText(equals)} is another value than ${equals} without quotes.</span>`);

/** Says that there is nothing to decide about. */
export const nothingPaused = (id, filter) =>
  isFiltered(filter)
    ? empty('No paused execution matches', html`Change the filter, or show all paused executions. ${typeNote(filter)}`)
    : empty('No executions are paused', html`Executions run as they arrive. <a href="/automations/${id}">Back to the automation</a>`);
