// One execution: its state, context and history, and its termination.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { announce } from '../app/announce.js';
import * as api from '../app/api.js';
import { PAUSED } from '../app/paused.js';
import { poll } from '../app/poll.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import { executionBadge } from '../parts/badge.js';
import { openForm } from '../parts/dialog.js';
import { FINAL, shortState } from '../parts/format.js';
import { heading } from '../parts/heading.js';
import { jsonTree } from '../parts/json-tree.js';
import { exact } from '../parts/relative-time.js';
import { failed, loading, stale } from '../parts/states.js';

export const title = 'Execution';

const POLL_MS = 3000;

const moment = (name, at) =>
  at ? html`<li><strong>${name}</strong> <relative-time at=${at}></relative-time>
    <span class="muted">${exact(at)}</span></li>` : nothing;

const history = (execution) => html`<ol class="history">
  ${moment('Created', execution.createdAt)}
  ${execution.completedAt ? nothing : moment('Last change', execution.updatedAt)}
  ${moment('Ended', execution.completedAt)}</ol>`;

const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function terminate(id, signal, onDone) {
  openForm({
    title: 'Terminate this execution?',
    signal,
    look: 'danger',
    action: 'Terminate',
    fields: () => html`<p>It ends now. This cannot be undone.</p>`,
    submit: async () => {
      await api.post(`${api.paths.execution(id)}/actions/terminate`);
      announce('The execution was terminated.');
      onDone();
    },
  });
}

export function open(host, { id }, signal) {
  const content = ({ execution, failure }) => html`
    ${heading(html`Execution <span class="id">${id}</span>`, {
      above: html`<a href="/executions">Executions</a>`,
      beside:
        session.may('terminateAutomationExecution') && !FINAL.includes(shortState(execution.state))
          ? html`<button class="danger" @click=${() => terminate(id, signal, () => refresh())}>Terminate</button>`
          : '',
    })}
    ${stale(failure)}
    ${execution.state === PAUSED
      ? html`<p class="note">It is paused by the circuit breaker.
          <a href="/automations/${execution.automationTemplateId}/review">Review paused executions</a></p>`
      : nothing}
    <div class="columns">
      <section class="card"><h2>Context</h2>${jsonTree(execution.context?.context)}</section>
      <section class="card"><h2>Details</h2>
        <dl class="facts">
          ${fact('State', executionBadge(execution.state))}
          ${fact('Duration', execution.duration ?? '–')}
          ${fact('Version', execution.currentVersion)}
          ${fact('Automation', html`<a class="id" href="/automations/${execution.automationTemplateId}">${execution.automationTemplateId}</a>`)}
        </dl>${history(execution)}</section>
    </div>`;
  const view = screen(
    host,
    (state) =>
      state.execution
        ? content(state)
        : html`${heading('Execution')}${state.failure ? failed(state.failure, () => refresh()) : loading('the execution')}`,
    { execution: null, failure: null },
    signal,
  );
  view.draw();
  const refresh = poll(
    POLL_MS,
    async () => {
      const { automationExecution } = await api.get(api.paths.execution(id), { signal });
      view.set({ execution: automationExecution, failure: null });
    },
    { signal, onFailure: (failure) => view.set({ failure }) },
  );
}
