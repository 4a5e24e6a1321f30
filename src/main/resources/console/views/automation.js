// One automation: its breaker, recent decisions, and actions.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import * as api from '../app/api.js';
import { poll } from '../app/poll.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import * as actions from '../parts/automation-actions.js';
import { breakerBadge } from '../parts/badge.js';
import '../parts/chart.js';
import { fold } from '../parts/fold.js';
import { count, decided, PERIOD_MS, period } from '../parts/format.js';
import { heading } from '../parts/heading.js';
import { BUILT_IN, pace, RUNNERS } from '../parts/runner-fields.js';
import { resolutionList } from '../parts/resolution-list.js';
import { empty, failed, loading, problem, stale } from '../parts/states.js';
import { tripBanner } from '../parts/trip-banner.js';

export const title = 'Automation';

const POLL_MS = 3000;

function marks({ circuitBreaker: trip, recent }, trips) {
  const tripped = trips.map((at) => ({ at, kind: 'trip', name: 'Tripped' }));
  if (trip && !trips.includes(trip.trippedAt)) {
    tripped.push({ at: trip.trippedAt, kind: 'trip', name: 'Tripped' });
  }
  const resolved = recent.map((each) => ({
    at: each.startedAt,
    kind: 'resolution',
    name: `${decided(each.decision)} ${count(each.pausedCount)}`,
  }));
  return tripped.concat(resolved);
}

function chart(report, trips, at) {
  const max = report.circuitBreakerMax;
  if (!max) {
    return empty('The breaker is off', 'Nothing is counted. Configure the circuit breaker to set a cap.');
  }
  const data = {
    slices: report.windowSlices ?? [],
    max,
    periodMs: PERIOD_MS[report.circuitBreakerPeriod],
    periodName: period(report.circuitBreakerPeriod),
    until: at,
    marks: marks(report, trips),
  };
  return html`<window-chart .data=${data}></window-chart>`;
}

const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

const facts = (automation, report) => html`<dl class="facts">
  ${fact('Switch', automation.isDraft ? 'Draft' : automation.enabled ? 'On' : 'Off')}
  ${fact('Breaker', breakerBadge(report))}
  ${fact('Cap', report.circuitBreakerMax
    ? `${count(report.circuitBreakerMax)} per ${period(report.circuitBreakerPeriod)}`
    : 'None')}
  ${fact('Counted now', count(report.windowCount))}
  ${fact('Paused', count(report.pausedCount))}
  ${fact('Run by', RUNNERS[automation.runner.mode] ?? automation.runner.mode)}
  ${automation.runner.mode === BUILT_IN ? fact('Pace', pace(automation.runner)) : nothing}
  ${fact('Last executed', automation.lastExecutedAt
    ? html`<relative-time at=${automation.lastExecutedAt}></relative-time>`
    : 'Never')}
  ${fact('Version', automation.currentVersion ?? '0')}
  ${fact('Id', html`<span class="id">${automation.id}</span>`)}
</dl>`;

export function open(host, { id }, signal) {
  const again = () => refresh();
  const offered = ({ automation, report }) => html`
    ${session.may('executeAutomation')
      ? html`<button @click=${() => actions.runNow(automation, signal, again)}>Run now</button>`
      : nothing}
    ${session.may('updateAutomation')
      ? html`<button @click=${() => actions.configureBreaker(automation, signal, again)}>
            Configure circuit breaker</button>
          <button @click=${() => actions.configureRunner(automation, signal, again)}>Configure the runner</button>
          <button @click=${() => actions.switchAutomation(automation, signal, again)}>
            ${automation.enabled ? 'Switch off' : 'Switch on'}</button>`
      : nothing}
    ${report.tripped && session.may('clearCircuitBreaker')
      ? html`<button @click=${() => actions.clearBreaker(automation, report, signal, again)}>Clear the breaker</button>`
      : nothing}`;

  const banner = ({ report }) =>
    tripBanner(report, {
      actions: html`<a class="button primary" href="/automations/${id}/review">Review</a>`,
    });

  const content = (state) => html`
    ${heading(state.automation.displayName || id, {
      above: html`<a href="/">Automations</a>`,
      beside: offered(state),
    })}
    ${state.automation.description ? html`<div class="lead">${fold(state.automation.description)}</div>` : nothing}
    ${stale(state.failure)} ${banner(state)}
    <div class="columns">
      <section class="card"><h2>Executions against the cap</h2>
        ${chart(state.report, state.trips, state.at)}</section>
      <section class="card"><h2>Settings</h2>${facts(state.automation, state.report)}
        <p><a href="/executions?automation=${id}">Its executions</a> ·
          <a href="/log?automation=${id}">Its events</a></p></section>
    </div>
    <section class="card"><h2>Recent decisions</h2>${problem(state.manifestFailure)}
      ${resolutionList(state.report.recent, (manifestFailure) => view.set({ manifestFailure }))}</section>`;

  const view = screen(
    host,
    (state) =>
      state.report
        ? content(state)
        : state.failure
          ? html`${heading('Automation')}${failed(state.failure, () => refresh())}`
          : html`${heading('Automation')}${loading('the automation')}`,
    { automation: null, report: null, trips: [], at: Date.now(), failure: null, manifestFailure: null },
    signal,
  );
  view.draw();

  const refresh = poll(
    POLL_MS,
    async () => {
      const [{ automation }, report] = await Promise.all([
        api.get(api.paths.automation(id), { signal }),
        api.get(api.paths.breaker(id), { signal }),
      ]);
      const trips = new Set(view.state.trips);
      if (report.circuitBreaker) {
        trips.add(report.circuitBreaker.trippedAt);
      }
      const first = view.state.report === null;
      view.set({ automation, report, trips: [...trips], at: Date.now(), failure: null });
      document.title = `${automation.displayName || id} · Spillway`;
      if (first) {
        host.querySelector('h1').focus();
      }
    },
    { signal, onFailure: (failure) => view.set({ failure }) },
  );
}
