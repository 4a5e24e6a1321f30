// The confirmation of a decision: its effect, the number of executions, and the reason.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { decide } from '../app/paused.js';
import { requestKeys } from '../app/request-key.js';
import * as router from '../app/router.js';
import { openForm } from './dialog.js';
import { bytes, CANCEL, count, many } from './format.js';

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

/**
 * Asks for confirmation, sends the decision, and shows its progress.
 *
 * @param review `{ count, reviewToken }` of the reviewed executions
 */
export function confirmDecision({ automationId, decision, review, left, signal }) {
  const { verb, what } = wordsOf(decision);
  const exactly = many(review.count, 'execution');
  const keyOf = requestKeys();
  openForm({
    title: `${verb} ${exactly}?`,
    look: decision === CANCEL ? 'danger' : 'primary',
    action: `${verb} ${exactly}`,
    state: { reason: '', refused: '' },
    signal,
    fields: (state, set) => html`
      <p>Exactly the <strong>${count(review.count)}</strong> that you reviewed. ${what}</p>
      ${left > 0 ? html`<p class="muted">${many(left, 'other execution')} will stay paused.</p>` : nothing}
      <p class="muted">This resets the breaker: new executions run, and are counted from zero.</p>
      ${reasonField(decision, state, set)}`,
    submit: async (state, set) => {
      const refused = reasonProblem(decision, state.reason);
      if (refused) {
        set({ refused });
        document.getElementById('reason').focus();
        return true;
      }
      const order = { decision, reason: state.reason.trim(), reviewToken: review.reviewToken };
      const id = await decide(automationId, order, keyOf(order));
      router.go(`/automations/${automationId}/resolutions/${id}`);
      return false;
    },
  });
}
