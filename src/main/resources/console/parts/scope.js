// What a decision was about, if not about all that was paused: its filter, or the decision it retried.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { isFiltered, ofSelection } from '../app/filters.js';
import { conditionList } from './conditions.js';

/** @param decision a resolution, or the details of its event: `{ automationId, selection, retryOf }` */
export function scopeOf({ automationId, selection, retryOf }) {
  if (retryOf) {
    return html`<div class="scope">Only those that
      <a href="/automations/${automationId}/resolutions/${retryOf}">this decision</a> could not move</div>`;
  }
  const filter = ofSelection(selection);
  return isFiltered(filter) ? html`<div class="scope">Only those that match ${conditionList(filter)}</div>` : nothing;
}
