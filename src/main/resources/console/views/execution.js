// One execution: its state, steps, context and history, its termination and its retry.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { announce } from '../app/announce.js';
import * as api from '../app/api.js';
import { loadContext, SHOWN_BYTES, unwrapped } from '../app/contexts.js';
import { names } from '../app/names.js';
import { PAUSED } from '../app/paused.js';
import { poll } from '../app/poll.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import { executionBadge } from '../parts/badge.js';
import { contextTree } from '../parts/context.js';
import { openForm } from '../parts/dialog.js';
import { shortName } from '../parts/fold.js';
import { FINAL, shortState } from '../parts/format.js';
import { heading } from '../parts/heading.js';
import { exact } from '../parts/relative-time.js';
import { failed, loading, stale } from '../parts/states.js';
import { keepingOutputs, stepList } from '../parts/steps.js';

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

function retry(id, signal, onDone) {
  openForm({
    title: 'Try this execution again?',
    signal,
    action: 'Retry',
    fields: () => html`<p>It goes on <strong>at the step that failed</strong>, with its attempts anew. The steps
      before it are not run again.</p>`,
    submit: async () => {
      await api.post(`${api.paths.execution(id)}/actions/retry`);
      announce('The execution is pending again.');
      onDone();
    },
  });
}

/** An execution without a large context: it is asked for again and again. */
async function find(id, signal) {
  const { list } = await api.post(
    '/api/v1/search/automation_executions',
    { refs: [{ id }], maxContextBytes: SHOWN_BYTES },
    { signal },
  );
  if (list.length === 0) {
    throw new api.ApiError(404, `execution ${id} does not exist`);
  }
  return unwrapped(list[0].automationExecution);
}

export function open(host, { id }, signal) {
  const automations = names(() => view.draw(), signal);
  const load = async () => {
    view.set({ loading: { busy: true } });
    try {
      const context = await loadContext(id, signal);
      view.set({ context: { context, contextBytes: 0 }, loading: {} });
    } catch (failure) {
      view.set({ loading: { failure } });
    }
  };
  const isOver = (execution) => FINAL.includes(shortState(execution.state));
  const offered = (execution) => html`
    ${session.may('retryAutomationExecution') && shortState(execution.state) === 'ERROR'
      ? html`<button class="primary" @click=${() => retry(id, signal, () => refresh())}>Retry</button>`
      : nothing}
    ${session.may('terminateAutomationExecution') && !isOver(execution)
      ? html`<button class="danger" @click=${() => terminate(id, signal, () => refresh())}>Terminate</button>`
      : nothing}`;
  const content = ({ execution, steps, context, loading: progress, failure }) => html`
    ${heading(html`Execution <span class="id">${id}</span>`, {
      above: html`<a href="/executions">Executions</a>`,
      beside: offered(execution),
    })}
    ${stale(failure)}
    ${execution.state === PAUSED
      ? html`<p class="note"><span>It is paused by the circuit breaker.
          <a href="/automations/${execution.automationTemplateId}/review">Review paused executions</a></span></p>`
      : nothing}
    <div class="columns">
      <section class="card"><h2>Context</h2>${contextTree(context, { ...progress, load })}</section>
      <section class="card"><h2>Details</h2>
        <dl class="facts">
          ${fact('State', executionBadge(execution.state))}
          ${fact('Duration', execution.duration ?? '–')}
          ${fact('Version', execution.currentVersion)}
          ${execution.triggeredBy
            ? fact('Triggered by', html`<span class="id">${execution.triggeredBy}</span>`)
            : nothing}
          ${fact('Automation', html`<a href="/automations/${execution.automationTemplateId}"
            >${shortName(automations.of(execution.automationTemplateId))}</a>`)}
        </dl>${history(execution)}</section>
    </div>
    <section class="card"><h2>Steps</h2>${stepList(steps, isOver(execution))}</section>`;
  const view = screen(
    host,
    (state) =>
      state.execution
        ? content(state)
        : html`${heading('Execution')}${state.failure ? failed(state.failure, () => refresh()) : loading('the execution')}`,
    { execution: null, steps: [], context: null, loading: {}, failure: null },
    signal,
  );
  view.draw();
  const refresh = poll(
    POLL_MS,
    async () => {
      const [execution, { list }] = await Promise.all([
        find(id, signal),
        api.get(`${api.paths.execution(id)}/steps`, { signal }),
      ]);
      // A context never changes: what was opened of it stays open.
      view.set({
        execution,
        steps: keepingOutputs(view.state.steps, list),
        context: view.state.context ?? execution,
        failure: null,
      });
      automations.find([execution.automationTemplateId]);
    },
    { signal, onFailure: (failure) => view.set({ failure }) },
  );
}
