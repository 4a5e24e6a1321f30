// One decision: its progress and its result.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { announce } from '../app/announce.js';
import * as api from '../app/api.js';
import { failuresOf } from '../app/failures.js';
import * as node from '../app/node.js';
import { countFailed } from '../app/paused.js';
import { rateMeter, rateOver } from '../app/rate.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import { follow } from '../app/stream.js';
import { badge } from '../parts/badge.js';
import { confirmDecision } from '../parts/decide.js';
import { fold } from '../parts/fold.js';
import { CANCEL, count, decided, many } from '../parts/format.js';
import { heading } from '../parts/heading.js';
import { manifestButton } from '../parts/manifest.js';
import { scopeOf } from '../parts/scope.js';
import { failed, loading, problem, stale } from '../parts/states.js';
import { unreadableList } from '../parts/unreadable.js';

export const title = 'Decision';

const MAX_SHOWN = 100;
const NONE_LISTED = { failures: [], unreadable: [] };

const doneOf = ({ pausedCount, erroredCount }) => Number(pausedCount) + Number(erroredCount);
const isDone = ({ state }) => state === 'DONE';

/** Of a whole decision even if it was short, since its times are those of the server. */
const MIN_DONE_MS = 1000;

function rate(resolution, meter) {
  const perSecond = isDone(resolution)
    ? rateOver(doneOf(resolution), new Date(resolution.finishedAt) - new Date(resolution.startedAt), MIN_DONE_MS)
    : meter.rate();
  return perSecond === null ? '–' : `${count(perSecond)} per second`;
}

const number = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function numbers(resolution, meter) {
  return html`<dl class="decision-numbers">
    ${number(decided(resolution.decision), count(resolution.pausedCount))}
    ${number('Failed', count(resolution.erroredCount))}
    ${number('Of', count(resolution.total))}
    ${number('Rate', rate(resolution, meter))}</dl>`;
}

function progress(resolution) {
  const done = doneOf(resolution);
  const of = Math.max(resolution.total, done, 1);
  return html`<progress max=${of} .value=${isDone(resolution) ? of : done} aria-label="Progress of the decision"></progress>`;
}

const resetOf = ({ resetBreaker }) =>
  resetBreaker ? 'The breaker was reset.' : 'The breaker was left as it was.';

const about = (resolution) => html`${scopeOf(resolution)}
  <div class="muted">By <span class="id">${resolution.actor}</span>,
  started <relative-time at=${resolution.startedAt}></relative-time>${resolution.finishedAt
    ? html`, finished <relative-time at=${resolution.finishedAt}></relative-time>`
    : nothing}. ${resetOf(resolution)}
  ${resolution.reason ? html`Reason: ${fold(`“${resolution.reason}”`)}` : 'No reason was given.'}</div>`;

const failure = ({ executionId, cause }) => html`<tr>
  <td><a class="id" href="/executions/${executionId}">${executionId}</a></td><td class="cause">${cause}</td></tr>`;

function failures(resolution, { failures: list, unreadable }, onRetry) {
  if (!isDone(resolution) || Number(resolution.erroredCount) === 0) {
    return nothing;
  }
  return html`<section class="card">
    <h2>${many(resolution.erroredCount, 'execution')} could not be moved and ${Number(resolution.erroredCount) === 1 ? 'is' : 'are'} still paused</h2>
    ${unreadable.length > 0
      ? html`<p>These ranges of executions could not be read:</p>${unreadableList(unreadable)}`
      : nothing}
    ${list.length > 0
      ? html`<table><thead><tr><th scope="col">Execution</th><th scope="col">Cause</th></tr></thead>
          <tbody>${list.slice(0, MAX_SHOWN).map(failure)}</tbody></table>`
      : nothing}
    ${list.length > MAX_SHOWN ? html`<p class="muted">The first ${MAX_SHOWN} are shown; the manifest lists all.</p>` : nothing}
    ${session.may('resolvePausedExecutions')
      ? html`<div><button class="primary" @click=${onRetry}>Retry the failed executions</button></div>`
      : nothing}</section>`;
}

function headline(resolution) {
  if (!isDone(resolution)) {
    return resolution.decision === CANCEL ? 'Cancelling executions' : 'Resuming executions';
  }
  return `${decided(resolution.decision)} ${many(resolution.pausedCount, 'execution')}`;
}

function state(resolution) {
  if (!isDone(resolution)) {
    return badge('running', 'running', 'Running');
  }
  return Number(resolution.erroredCount) > 0
    ? badge('bad', 'failed', 'Done, some failed')
    : badge('good', 'done', 'Done');
}

/** Notes executions that are still paused: failed ones, and later ones. */
const rest = ({ resolution, report }) =>
  isDone(resolution) && report?.pausedCount > 0
    ? html`<p class="note"><span>${many(report.pausedCount, 'execution')} of this automation
        ${Number(report.pausedCount) === 1 ? 'is' : 'are'} still paused.
        <a href="/automations/${resolution.automationId}/review">Review</a></span></p>`
    : nothing;

export function open(host, { id, resolution: resolutionId }, signal) {
  const retry = async () => {
    view.set({ retryFailure: null });
    const { resolution, name } = view.state;
    try {
      const [found, report] = await Promise.all([
        countFailed(id, resolutionId, signal),
        api.get(api.paths.breaker(id), { signal }),
      ]);
      if (found.count === 0 && found.unreadable.length === 0) {
        throw new Error('None of them is paused any more.');
      }
      confirmDecision({
        automation: { id, name },
        decision: resolution.decision,
        review: { ...found, retryOf: resolutionId },
        report,
        signal,
      });
    } catch (retryFailure) {
      view.set({ retryFailure });
    }
  };

  const content = (now) => html`
    ${heading(headline(now.resolution), {
      above: html`<a href="/">Automations</a> / <a href="/automations/${id}">${now.name || id}</a>`,
      beside: state(now.resolution),
    })}
    ${stale(now.lost)}
    <section class="card">${progress(now.resolution)}${numbers(now.resolution, now.meter)}${about(now.resolution)}
      <p>${manifestButton(now.resolution, (manifestFailure) => view.set({ manifestFailure }), '')}</p>${problem(now.manifestFailure)}</section>
    ${failures(now.resolution, now.failures, retry)} ${problem(now.retryFailure)} ${rest(now)}
    <p><a href="/automations/${id}">Back to the automation</a></p>`;

  const view = screen(
    host,
    (now) =>
      now.resolution
        ? content(now)
        : html`${heading('Decision')}${now.failure ? failed(now.failure, start) : loading('the decision')}`,
    { name: '', resolution: null, report: null, meter: rateMeter(), failures: NONE_LISTED, failure: null, retryFailure: null, manifestFailure: null, lost: null },
    signal,
  );

  const onEvent = (resolution) => {
    const opened = view.state.resolution === null;
    view.state.meter.add(doneOf(resolution), performance.now());
    view.set({ resolution, lost: null });
    if (opened) {
      host.querySelector('h1').focus();
    }
  };

  async function finish() {
    const { resolution } = view.state;
    announce(`${headline(resolution)}, ${count(resolution.erroredCount)} failed.`);
    const [report, list] = await Promise.all([
      api.get(api.paths.breaker(id), { signal }),
      Number(resolution.erroredCount) > 0 ? failuresOf(resolution, signal) : NONE_LISTED,
    ]);
    view.set({ report, failures: list });
  }

  async function start() {
    view.set({ failure: null });
    try {
      const named = api.get(api.paths.automation(id), { signal }).then(
        ({ automation }) => view.set({ name: automation.displayName }),
        () => {},
      );
      await follow(api.paths.resolution(id, resolutionId), onEvent, isDone, {
        signal,
        onLost: (lost) => view.set(view.state.resolution ? { lost } : { failure: lost }),
      });
      await named;
      if (!signal.aborted) {
        await finish();
      }
    } catch (failure) {
      if (!signal.aborted) {
        view.set(view.state.resolution ? { lost: failure } : { failure });
      }
    }
  }

  view.draw();
  start();
  node.onReturn(() => view.state.failure && start(), signal);
}
