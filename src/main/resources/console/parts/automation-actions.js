// The actions on an automation, each in a dialog that explains its effect.
import { html } from '../lib/lit-html/lit-html.js';
import * as api from '../app/api.js';
import { announce } from '../app/announce.js';
import { requestKeys } from '../app/request-key.js';
import { breakerFields, fieldsOf, settingsOf } from './breaker-fields.js';
import { openForm } from './dialog.js';
import { count, many } from './format.js';

const update = (id, automation) =>
  api.post(api.paths.automation(id), { automation, updateMask: Object.keys(automation).join(',') });

export const configureBreaker = (automation, signal, onDone) =>
  openForm({
    title: 'Circuit breaker',
    signal,
    action: 'Save',
    state: settingsOf(automation),
    fields: (state, set) => html`${breakerFields(state, set)}
      ${automation.circuitBreaker && !state.on
        ? html`<p class="note">Turning the breaker off also clears its trip. Paused executions stay paused.</p>`
        : ''}`,
    submit: async (state) => {
      await update(automation.id, fieldsOf(state));
      announce('The circuit breaker was changed.');
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
        ? html`<p>New triggers will be refused. Running executions continue, paused executions stay paused.</p>`
        : html`<p>Triggers will be accepted again.</p>`,
    submit: async () => {
      await update(automation.id, { enabled: !automation.enabled });
      announce(automation.enabled ? 'The automation is switched off.' : 'The automation is switched on.');
      onDone();
    },
  });

function parsed(text) {
  try {
    const context = JSON.parse(text);
    if (context && typeof context === 'object' && !Array.isArray(context)) {
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
    fields: (state, set) => html`
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

export const clearBreaker = (report, signal, onDone) =>
  openForm({
    title: 'Clear the breaker?',
    signal,
    action: 'Clear the breaker',
    fields: () => html`<p>New executions will run again.
        <strong>Paused executions stay paused</strong>: ${many(report.pausedCount, 'execution')} will
        wait until ${Number(report.pausedCount) === 1 ? 'it is' : 'they are'} resumed or cancelled.</p>
      <p class="muted">The window starts again at zero: ${count(report.circuitBreakerMax)} more executions
        are admitted before the breaker trips again.</p>`,
    submit: async () => {
      await api.post(`${api.paths.breaker(report.automationId)}/clear`);
      announce('The breaker is cleared.');
      onDone();
    },
  });
