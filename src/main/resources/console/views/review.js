// The paused executions of one automation, and the decision about exactly these.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import * as api from '../app/api.js';
import { offeredFields } from '../app/context-fields.js';
import { isLeftOut, loadContext } from '../app/contexts.js';
import { ALL, fromQuery, isFiltered, toQuery, withCondition } from '../app/filters.js';
import * as node from '../app/node.js';
import { morePaused, reviewPaused, usualSummary } from '../app/paused.js';
import { poll } from '../app/poll.js';
import * as router from '../app/router.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import { confirmDecision } from '../parts/decide.js';
import { CANCEL, count, many, RUN } from '../parts/format.js';
import { heading } from '../parts/heading.js';
import { contextLine, contextTree } from '../parts/context.js';
import { entryOf, isPending, pausedFilter } from '../parts/paused-filter.js';
import { nothingPaused, outdatedNote } from '../parts/review-notes.js';
import { failed, loading, problem } from '../parts/states.js';
import { summarySection } from '../parts/summary.js';
import { tripBanner } from '../parts/trip-banner.js';
import { unreadableNote } from '../parts/unreadable.js';
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

/** The state from the address; if that cannot be read, there is no review of anything. */
function initial() {
  const state = {
    name: '',
    report: null,
    review: null,
    chosen: null,
    context: {},
    failure: null,
    moreFailure: null,
    offered: [],
  };
  try {
    const { filter, fields } = fromQuery(location.search);
    return { ...state, filter, fields, entry: entryOf(filter), refusal: null };
  } catch (refusal) {
    return { ...state, filter: ALL, fields: null, entry: entryOf(ALL), refusal };
  }
}

export function open(host, { id }, signal) {
  const rowsHost = document.createElement('div');
  let loadingMore = false;
  let usual = null;
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
    const isStillChosen = () => chosen === view.state.chosen;
    view.set({ context: { busy: true } });
    try {
      Object.assign(chosen, { context: await loadContext(chosen.id, signal), contextBytes: 0 });
      if (isStillChosen()) {
        view.set({ context: {} });
        // Before, there may not have been enough below it to have it at the top.
        bringIntoView();
      }
    } catch (failure) {
      if (isStillChosen()) {
        view.set({ context: { failure } });
      }
    }
  }

  const toList = () => {
    rowsHost.scrollIntoView({ block: 'nearest' });
    list.focus();
  };

  async function fetchMore() {
    const { review } = view.state;
    if (loadingMore || !review?.nextPageToken) {
      return;
    }
    loadingMore = true;
    try {
      const page = await morePaused(id, review.filter, review.nextPageToken, signal);
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

  /** The fields that the reader chose, else the usual ones, which are determined once. */
  const summaryFields = async () => {
    usual ??= usualSummary(id, signal).catch(() => []);
    return view.state.fields ?? usual;
  };

  const isCurrent = ({ filter, fields }) => filter === view.state.filter && fields === view.state.fields;

  async function look() {
    const { filter, fields } = view.state;
    const isSameSet = view.state.review?.filter === filter;
    view.set({ failure: null, refusal: null, ...(!isSameSet && { review: null, chosen: null }) });
    try {
      const summarized = await summaryFields();
      const review = await reviewPaused(id, filter, summarized, signal);
      if (isCurrent({ filter, fields })) {
        const offered = [...new Set([...view.state.offered, ...summarized, ...offeredFields(review.rows)])];
        view.set({ review, summarized, offered });
        list.replace(review.rows, review.summary.count);
      }
    } catch (failure) {
      if (!signal.aborted && isCurrent({ filter, fields })) {
        view.set({ failure, review: null });
      }
    }
  }

  const change = (next) => {
    view.set(next);
    router.setQuery(toQuery(view.state.filter, view.state.fields));
    look();
  };
  const changeFilter = (filter) => change({ filter, entry: entryOf(filter) });

  const ask = (decision) => {
    const { review, report, name } = view.state;
    confirmDecision({
      automation: { id, name },
      decision,
      review: {
        count: review.summary.count,
        reviewToken: review.reviewToken,
        filter: review.filter,
        unreadable: review.unreadable,
      },
      report,
      signal,
    });
  };

  const buttons = (pending) => html`<div class="decide-actions">
    <button class="danger" ?disabled=${pending} @click=${() => ask(CANCEL)}>Cancel executions</button>
    <button class="primary" ?disabled=${pending} @click=${() => ask(RUN)}>Resume</button></div>`;

  const decisions = ({ review, entry }) => {
    const pending = isPending(entry, review.filter);
    return session.may('resolvePausedExecutions')
      ? html`<section class="decide" aria-label="Decide">
          <p><strong>${many(review.summary.count, 'execution')}</strong>
            ${!isFiltered(review.filter) ? 'paused' : review.summary.count === 1 ? 'matches the filter' : 'match the filter'}
            ${pending ? html`<span class="pending" role="status">The filter was changed. Apply or discard it first.</span>` : nothing}</p>
          ${buttons(pending)}</section>`
      : html`<p class="muted">Only an administrator can resume or cancel these.</p>`;
  };

  const summaryOf = ({ review, fields, summarized, offered }) =>
    summarySection(
      { summary: review.summary, fields: fields ?? summarized, offered, failure: review.summaryFailure },
      {
        onPick: (field, equals) => changeFilter(withCondition(review.filter, { field, equals })),
        onFields: (fields) => change({ fields }),
      },
    );

  const content = (state) => html`${unreadableNote(state.review.unreadable)}
    ${state.review.summary.count === 0
      ? nothingPaused(id, state.review.filter)
      : html`${outdatedNote(state, look)}
          ${summaryOf(state)}
          <div class="review">
            <section class="card"><h2>${count(state.review.summary.count)} paused, newest first</h2>
              ${rowsHost}${problem(state.moreFailure)}</section>
            ${detail(state, loadChosen, toList)}</div>
          ${decisions(state)}`}`;

  const refused = (refusal) => html`${problem(refusal)}
    <p><button @click=${() => changeFilter(ALL)}>Show all paused executions</button></p>`;

  const found = (state) =>
    state.review ? content(state) : state.failure ? failed(state.failure, look) : loading('the paused executions');

  const view = screen(
    host,
    (state) => html`
      ${heading('Review paused executions', {
        above: html`<a href="/">Automations</a> / <a href="/automations/${id}">${state.name || id}</a>`,
      })}
      ${state.report?.running ? tripBanner(state.report, {}) : nothing}
      ${state.refusal
        ? refused(state.refusal)
        : html`${pausedFilter(state.filter, state.entry, state.offered, {
            onEntry: (entered) => view.set({ entry: { ...state.entry, ...entered } }),
            onChange: changeFilter,
          })}${found(state)}`}`,
    initial(),
    signal,
  );
  view.draw();
  if (!view.state.refusal) {
    look();
  }
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
