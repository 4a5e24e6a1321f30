// The actions on an automation, each in a dialog that explains its effect.
import { html } from '../lib/lit-html/lit-html.js';
import * as api from '../app/api.js';
import { announce } from '../app/announce.js';
import { isPlain, parse } from '../app/json.js';
import { requestKeys } from '../app/request-key.js';
import { breakerFields, fieldsOf, settingsOf } from './breaker-fields.js';
import { openForm } from './dialog.js';
import { count, many, period } from './format.js';
import { runnerFields, runnerFrom, runnerOf } from './runner-fields.js';

const update = (id, automation) =>
  api.post(api.paths.automation(id), { automation, updateMask: Object.keys(automation).join(',') });

const named = ({ id, displayName }) => html`<p>Automation <strong>${displayName || id}</strong></p>`;

const whileTripped = ({ id, circuitBreaker: trip }, on) =>
  on
    ? html`<div class="note"><div><p>The breaker is tripped, at a cap of ${count(trip.threshold)} per
        ${period(trip.period)}. <strong>Another cap leaves it tripped</strong>: executions are paused until the
        breaker is cleared or a decision resets it.</p>
        <p><a href="/automations/${id}/review">Review the paused executions and decide</a></p></div></div>`
    : html`<p class="note">Turning the breaker off also clears its trip. Paused executions stay paused.</p>`;

export const configureBreaker = (automation, signal, onDone) =>
  openForm({
    title: 'Circuit breaker',
    signal,
    action: 'Save',
    state: settingsOf(automation),
    fields: (state, set) => html`${named(automation)}${breakerFields(state, set)}
      ${automation.circuitBreaker ? whileTripped(automation, state.on) : ''}`,
    submit: async (state) => {
      await update(automation.id, fieldsOf(state));
      announce('The circuit breaker was changed.');
      onDone();
    },
  });

export const configureRunner = (automation, signal, onDone) =>
  openForm({
    title: 'Runner',
    signal,
    action: 'Save',
    state: { ...runnerOf(automation), was: runnerOf(automation).mode },
    fields: (state, set) => html`${named(automation)}${runnerFields(state, set)}`,
    submit: async (state) => {
      await update(automation.id, { runner: runnerFrom(state) });
      announce('The runner was changed.');
      onDone();
    },
  });

export const switchAutomation = (automation, signal, onDone) =>
  openForm({
    title: automation.enabled ? 'Switch the automation off?' : 'Switch the automation on?',
    signal,
    action: automation.enabled ? 'Switch off' : 'Switch on',
    look: automation.enabled ? 'danger' : 'primary',
    fields: () =>
      automation.enabled
        ? html`${named(automation)}<p>New triggers will be refused. Running executions continue, paused executions stay paused.</p>`
        : html`${named(automation)}<p>Triggers will be accepted again.</p>`,
    submit: async () => {
      await update(automation.id, { enabled: !automation.enabled });
      announce(automation.enabled ? 'The automation is switched off.' : 'The automation is switched on.');
      onDone();
    },
  });

function parsed(text) {
  try {
    const context = parse(text);
    if (!isPlain(context) && !Array.isArray(context)) {
      return context;
    }
  } catch (failure) {
    throw new Error(`The context is not valid JSON: ${failure.message}`);
  }
  throw new Error('The context must be a JSON object, such as {"user_id": "u1"}.');
}

export function runNow(automation, signal, onDone) {
  const keyOf = requestKeys();
  openForm({
    title: 'Run now',
    signal,
    action: 'Run',
    state: { context: '{}' },
    fields: (state, set) => html`${named(automation)}
      ${automation.circuitBreaker
        ? html`<p class="note">The breaker is tripped: the execution will be paused.</p>`
        : ''}
      <label for="run-context">Context, a JSON object</label>
      <textarea id="run-context" rows="8" spellcheck="false" class="code" .value=${state.context}
        @input=${(event) => set({ context: event.target.value })}></textarea>`,
    submit: async (state) => {
      const body = { context: { context: parsed(state.context) } };
      const { executionId } = await api.post(`${api.paths.automation(automation.id)}/execute`, body, {
        headers: { 'Idempotency-Key': keyOf(body) },
      });
      announce(`Execution ${executionId} was created.`);
      onDone(executionId);
    },
  });
}

export const clearBreaker = (automation, report, signal, onDone) =>
  openForm({
    title: 'Clear the breaker?',
    signal,
    action: 'Clear the breaker',
    fields: () => html`${named(automation)}
      <p>The trip is cleared and <strong>the window starts anew</strong>: new executions run and are counted from
        zero, up to ${count(report.circuitBreakerMax)} per ${period(report.circuitBreakerPeriod)}.</p>
      <p><strong>Paused executions stay paused</strong>: ${many(report.pausedCount, 'execution')}
        ${Number(report.pausedCount) === 1 ? 'waits until it is' : 'wait until they are'} resumed or cancelled.</p>`,
    submit: async () => {
      await api.post(`${api.paths.breaker(report.automationId)}/clear`);
      announce('The breaker is cleared.');
      onDone();
    },
  });
