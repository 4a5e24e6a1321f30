// The steps of an execution as a timeline, each with what is known of it.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { isPlain } from '../app/json.js';
import { badge } from './badge.js';
import { fold, shortName } from './fold.js';
import { jsonTree } from './json-tree.js';
import { shownValue } from './literal.js';
import { exact } from './relative-time.js';

const STATES = {
  QUEUED: ['waiting', 'waiting', 'Queued'],
  RUNNING: ['running', 'running', 'Running'],
  WAITING: ['waiting', 'waiting', 'Waiting'],
  COMPLETED: ['good', 'done', 'Completed'],
  SKIPPED: ['ended', 'off', 'Skipped'],
  FAILED: ['bad', 'failed', 'Failed'],
};
const NOT_REACHED = ['ended', 'off', 'Not reached'];

const stateBadge = (state, isOver) =>
  badge(...(isOver && state === 'QUEUED' ? NOT_REACHED : (STATES[state] ?? ['ended', 'off', state])));

const moment = (name, at) =>
  at ? html`<li>${name} <relative-time at=${at}></relative-time>
    <span class="muted">${exact(at)}</span></li>` : nothing;

const attempts = (step) => (step.attempt > 0 ? html`<li>Attempt ${step.attempt}</li>` : nothing);

const whoseWork = ({ worker }) => (worker ? html`<li>Worker <span class="id">${worker}</span></li>` : nothing);

const error = ({ error: found }) =>
  found
    ? html`<div class="step-error"><strong>${found.code}</strong>
        ${found.httpStatus ? html`<span class="muted">HTTP ${found.httpStatus}</span>` : nothing}
        <div>${fold(found.message)}</div></div>`
    : nothing;

function output({ output: value, outputOmitted: isOmitted }) {
  if (isOmitted) {
    return html`<p class="muted">The output is too large to be shown with the others.</p>`;
  }
  if (value === null || value === undefined) {
    return nothing;
  }
  return html`<details class="fold"><summary>Output</summary>
    ${isPlain(value) ? shownValue(value) : jsonTree(value)}</details>`;
}

const row = (step, isOver) => html`<li>
  <div class="step-head">${stateBadge(step.state, isOver)} <span class="row-title">${shortName(step.stepName)}</span>
    <span class="muted id">${step.kind}</span></div>
  <ul class="step-facts">
    ${attempts(step)}
    ${step.completedAt ? nothing : moment('Started', step.startedAt)}
    ${moment(step.state === 'FAILED' ? 'Failed' : step.state === 'SKIPPED' ? 'Skipped' : 'Completed', step.completedAt)}
    ${moment('Next attempt', step.nextAttemptAt)}
    ${moment('Waits until', step.waitingUntil)}
    ${whoseWork(step)}
  </ul>
  ${error(step)} ${output(step)}</li>`;

/**
 * @param list the steps from the API
 * @param isOver whether the execution has ended: what is queued then is not reached
 */
export const stepList = (list, isOver) =>
  list.length === 0
    ? html`<p class="muted">This version of the automation has no steps.</p>`
    : html`<ol class="history steps">${list.map((step) => row(step, isOver))}</ol>`;

/** The list, with the outputs that are in the page already: what was opened of them stays open. */
export const keepingOutputs = (before, list) =>
  list.map((step, i) => {
    const same = before?.[i];
    return same && same.completedAt === step.completedAt && same.stepName === step.stepName
      ? { ...step, output: same.output }
      : step;
  });
