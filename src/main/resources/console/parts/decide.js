// The confirmation of a decision: what it is about, its effect, the number of executions, and the reason.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { isFiltered } from '../app/filters.js';
import { decide } from '../app/paused.js';
import { requestKeys } from '../app/request-key.js';
import * as router from '../app/router.js';
import { conditionList } from './conditions.js';
import { openForm } from './dialog.js';
import { bytes, CANCEL, count, many } from './format.js';
import { unreadableNote } from './unreadable.js';

const MAX_BYTES = 1024;

const WORDS = {
  [CANCEL]: {
    verb: 'Cancel',
    what: html`They will be terminated and never run. <strong>This cannot be undone.</strong>`,
  },
  default: { verb: 'Resume', what: 'They will run now, all of them.' },
};

export const wordsOf = (decision) => WORDS[decision] ?? WORDS.default;

export function reasonProblem(decision, reason) {
  if (decision === CANCEL && reason.trim() === '') {
    return 'A reason is required to cancel. It is recorded in the system log.';
  }
  return bytes(reason) > MAX_BYTES
    ? `The reason has ${count(bytes(reason))} bytes, must be at most ${count(MAX_BYTES)}.`
    : '';
}

function reasonField(decision, state, set) {
  const size = bytes(state.reason);
  const over = size > MAX_BYTES;
  return html`<div>
    <label for="reason">Reason ${decision === CANCEL ? '(required)' : '(optional)'}</label>
    <textarea id="reason" rows="3" .value=${state.reason} aria-describedby="reason-size reason-problem"
      aria-invalid=${state.refused ? 'true' : 'false'} ?required=${decision === CANCEL}
      @input=${(event) => set({ reason: event.target.value, refused: '' })}></textarea>
    <p id="reason-size" class="counter ${over ? 'over' : ''}">${count(size)} of ${count(MAX_BYTES)} bytes</p>
    <p id="reason-problem" role="alert" class=${state.refused ? 'problem' : 'unseen'}>${state.refused}</p>
  </div>`;
}

/** Which executions: a retry, those that match a filter, or all that were reviewed. */
function which({ count: n, retryOf, filter }) {
  const number = html`Exactly the <strong>${count(n)}</strong>`;
  if (retryOf) {
    return html`<p>${number} that the decision could not move and that ${n === 1 ? 'is' : 'are'} still paused.</p>`;
  }
  return isFiltered(filter)
    ? html`<p>${number} that you reviewed, which ${n === 1 ? 'matches' : 'match'} this filter:</p>${conditionList(filter)}`
    : html`<p>${number} that you reviewed: all that ${n === 1 ? 'was' : 'were'} paused then.</p>`;
}

const afterReset = (tripped) =>
  tripped
    ? 'This resets the breaker: the trip is cleared, new executions run and are counted from zero.'
    : 'This resets the breaker: new executions are counted from zero.';

const withoutReset = (tripped) =>
  tripped
    ? 'The breaker stays tripped: new executions are still paused.'
    : 'The breaker stays as it is: what was counted stays counted.';

/** A decision about a part leaves the breaker alone, unless the reader wants it reset. */
function resetField({ isPart, tripped }, state, set) {
  const effect = state.resetBreaker ? afterReset(tripped) : withoutReset(tripped);
  return isPart
    ? html`<div><label class="check"><input id="reset-breaker" type="checkbox" .checked=${state.resetBreaker}
          aria-describedby="reset-effect" @change=${(event) => set({ resetBreaker: event.target.checked })}>
          Reset the breaker, too</label>
        <p id="reset-effect" class="muted" role="status">${effect}</p></div>`
    : html`<p class="muted">${effect}</p>`;
}

/**
 * Asks for confirmation, sends the decision, and shows its progress.
 *
 * @param automation `{ id, name }`
 * @param review of the executions: `{ count, unreadable }`, with `reviewToken` and `filter`, or with
 *     `retryOf` for what that resolution could not move
 * @param report of the breaker, if it is known
 */
export function confirmDecision({ automation, decision, review, report, signal }) {
  const { verb, what } = wordsOf(decision);
  const exactly = many(review.count, 'execution');
  const isPart = Boolean(review.retryOf) || isFiltered(review.filter);
  const left = Math.max(0, (report?.pausedCount ?? 0) - review.count);
  const keyOf = requestKeys();
  openForm({
    title: `${verb} ${exactly}?`,
    look: decision === CANCEL ? 'danger' : 'primary',
    action: `${verb} ${exactly}`,
    state: { reason: '', refused: '', resetBreaker: !isPart },
    signal,
    fields: (state, set) => html`
      <p>Automation <strong>${automation.name || automation.id}</strong></p>
      ${which(review)} <p>${what}</p>
      ${left > 0 ? html`<p class="muted">${many(left, 'other execution')} will stay paused.</p>` : nothing}
      ${unreadableNote(review.unreadable)}
      ${resetField({ isPart, tripped: report?.tripped }, state, set)}
      ${reasonField(decision, state, set)}`,
    submit: async (state, set) => {
      const refused = reasonProblem(decision, state.reason);
      if (refused) {
        set({ refused });
        document.getElementById('reason').focus();
        return true;
      }
      const order = {
        decision,
        reason: state.reason.trim(),
        resetBreaker: state.resetBreaker,
        ...(review.retryOf ? { retryOf: review.retryOf } : { reviewToken: review.reviewToken }),
      };
      const id = await decide(automation.id, order, keyOf(order));
      router.go(`/automations/${automation.id}/resolutions/${id}`);
      return false;
    },
  });
}
