// The paused executions of one automation, and the decision about exactly these.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import * as api from '../app/api.js';
import { isLeftOut, loadContext } from '../app/contexts.js';
import * as node from '../app/node.js';
import { morePaused, reviewPaused } from '../app/paused.js';
import { poll } from '../app/poll.js';
import * as router from '../app/router.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import { confirmDecision } from '../parts/decide.js';
import { CANCEL, count, many, RUN } from '../parts/format.js';
import { heading } from '../parts/heading.js';
import { filterOf, pausedFilter, isFiltered, picked } from '../parts/paused-filter.js';
import { contextLine, contextTree } from '../parts/context.js';
import { empty, failed, loading, problem } from '../parts/states.js';
import { summary } from '../parts/summary.js';
import { tripBanner } from '../parts/trip-banner.js';
import { virtualRows } from '../parts/virtual-rows.js';

export const title = 'Review';

const POLL_MS = 3000;

/** Where the list and the chosen execution are below each other, as in the style sheet. */
const NARROW = matchMedia('(max-width: 62rem)');

const pausedRow = (execution) => html`<span class="first">
    <span class="id">${execution.id}</span><relative-time at=${execution.createdAt}></relative-time></span>
  <span class="second">${contextLine(execution)}</span>`;

const detail = ({ chosen, context }, load, toList) => html`<section class="card chosen" tabindex="-1"
    aria-label="The chosen execution">
  <h2>${chosen ? html`Execution <a href="/executions/${chosen.id}">${chosen.id}</a>` : 'Context'}</h2>
  ${chosen
    ? html`${contextTree(chosen, { ...context, load })}
        <p class="only-narrow"><button @click=${toList}>Back to the list</button></p>`
    : html`<p class="muted">Choose an execution to see its context.</p>`}
</section>`;

/** Notes that executions were paused or resolved since the review was loaded. */
function outdatedNote(state, refresh) {
  const more = isFiltered(state.filter) || !state.report ? 0 : state.report.pausedCount - state.review.summary.count;
  return more === 0
    ? nothing
    : html`<p class="note" role="status">${more > 0
        ? `${many(more, 'execution')} more ${more === 1 ? 'is' : 'are'} paused since this review was loaded.`
        : `${many(-more, 'execution')} of these ${more === -1 ? 'is' : 'are'} no longer paused.`}
        <button class="quiet" @click=${refresh}>Reload</button></p>`;
}

export function open(host, { id }, signal) {
  const rowsHost = document.createElement('div');
  let loadingMore = false;
  const list = virtualRows(
    rowsHost,
    {
      label: 'Paused executions, newest first',
      row: pausedRow,
      onSelect: (chosen) => view.set({ chosen, context: {} }),
      onOpen: () => showChosen(),
      onEnd: () => fetchMore(),
    },
    signal,
  );

  /** Loads the context of the chosen execution if it was left out, and has it in view. */
  function showChosen() {
    const { chosen } = view.state;
    if (isLeftOut(chosen)) {
      loadChosen();
    }
    if (NARROW.matches) {
      host.querySelector('.chosen').focus({ preventScroll: true });
      bringIntoView();
    }
  }

  const bringIntoView = () =>
    NARROW.matches && host.querySelector('.chosen').scrollIntoView({ block: 'start' });

  async function loadChosen() {
    const { chosen } = view.state;
    view.set({ context: { busy: true } });
    try {
      Object.assign(chosen, { context: await loadContext(chosen.id, signal), contextBytes: 0 });
      view.set({ context: {} });
      // Before, there may not have been enough below it to have it at the top.
      bringIntoView();
    } catch (failure) {
      view.set({ context: { failure } });
    }
  }

  const toList = () => {
    rowsHost.scrollIntoView({ block: 'nearest' });
    list.focus();
  };

  async function fetchMore() {
    const { review, filter } = view.state;
    if (loadingMore || !review?.nextPageToken) {
      return;
    }
    loadingMore = true;
    try {
      const page = await morePaused(id, filterOf(filter), review.nextPageToken, signal);
      if (review === view.state.review) {
        review.nextPageToken = page.nextPageToken;
        list.append(page.rows);
        view.set({ moreFailure: null });
      }
    } catch (moreFailure) {
      view.set({ moreFailure });
    } finally {
      loadingMore = false;
    }
  }

  async function look() {
    view.set({ review: null, chosen: null, failure: null });
    const { filter } = view.state;
    try {
      const review = await reviewPaused(id, filterOf(filter), signal);
      if (filter === view.state.filter) {
        view.set({ review });
        list.replace(review.rows, review.summary.count);
      }
    } catch (failure) {
      if (!signal.aborted) {
        view.set({ failure });
      }
    }
  }

  const change = (filter) => {
    router.setQuery(filter);
    view.set({ filter });
    look();
  };

  const ask = (decision) => {
    const { review, report } = view.state;
    confirmDecision({
      automationId: id,
      decision,
      review: { count: review.summary.count, reviewToken: review.reviewToken },
      left: Math.max(0, (report?.pausedCount ?? 0) - review.summary.count),
      signal,
    });
  };

  const decisions = ({ review, filter }) =>
    session.may('resolvePausedExecutions')
      ? html`<section class="decide" aria-label="Decide">
          <p><strong>${many(review.summary.count, 'execution')}</strong>
            ${isFiltered(filter) ? 'match the filter' : 'paused'}</p>
          <div class="decide-actions">
            <button class="danger" @click=${() => ask(CANCEL)}>Cancel executions</button>
            <button class="primary" @click=${() => ask(RUN)}>Resume</button></div></section>`
      : html`<p class="muted">Only an administrator can resume or cancel these.</p>`;

  const nothingPaused = ({ filter }) =>
    isFiltered(filter)
      ? empty('No paused execution matches', html`Change the filter, or show all paused executions.`)
      : empty('No executions are paused', html`Executions run as they arrive. <a href="/automations/${id}">Back to the automation</a>`);

  const content = (state) =>
    state.review.summary.count === 0
      ? nothingPaused(state)
      : html`${outdatedNote(state, look)}
          <section class="card"><h2>Most frequent values</h2>
            ${summary(state.review.summary, (field, value) => change({ ...state.filter, ...picked(field, value) }))}</section>
          <div class="review">
            <section class="card"><h2>${count(state.review.summary.count)} paused, newest first</h2>
              ${rowsHost}${problem(state.moreFailure)}</section>
            ${detail(state, loadChosen, toList)}</div>
          ${decisions(state)}`;

  const view = screen(
    host,
    (state) => html`
      ${heading('Review paused executions', {
        above: html`<a href="/">Automations</a> / <a href="/automations/${id}">${state.name || id}</a>`,
      })}
      ${state.report?.running ? tripBanner(state.report, {}) : nothing}
      ${pausedFilter(state.filter, change)}
      ${state.review ? content(state) : state.failure ? failed(state.failure, look) : loading('the paused executions')}`,
    { name: '', report: null, review: null, chosen: null, context: {}, failure: null, moreFailure: null, filter: router.query() },
    signal,
  );
  view.draw();
  look();
  node.onReturn(() => view.state.failure && look(), signal);
  poll(
    POLL_MS,
    async () => {
      const report = await api.get(api.paths.breaker(id), { signal });
      view.set({ report });
      if (!view.state.name) {
        const { automation } = await api.get(api.paths.automation(id), { signal });
        view.set({ name: automation.displayName });
      }
    },
    { signal },
  );
}
