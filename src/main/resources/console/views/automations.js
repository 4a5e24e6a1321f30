// All automations, those that need attention first.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { findBreakers } from '../app/automations.js';
import { poll } from '../app/poll.js';
import * as router from '../app/router.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import { breakerBadge } from '../parts/badge.js';
import { fold, shortName } from '../parts/fold.js';
import { count, period } from '../parts/format.js';
import { heading } from '../parts/heading.js';
import { createAutomation } from '../parts/create-automation.js';
import { more } from '../parts/more.js';
import { empty, failed, loading, stale } from '../parts/states.js';

export const title = 'Automations';

const POLL_MS = 4000;

function load({ circuitBreakerMax: max, circuitBreakerPeriod, windowCount }) {
  if (!max || windowCount === undefined) {
    return nothing;
  }
  return html`<span class="load">
    <meter min="0" max=${max} high=${max * 0.8} optimum="0" .value=${Math.min(windowCount, max)} aria-label="Executions against the cap"></meter>
    <span>${count(windowCount)} of ${count(max)} per ${period(circuitBreakerPeriod)}</span></span>`;
}

function paused({ automationId, pausedCount }) {
  if (pausedCount === undefined) {
    return html`<span title="Not known at the moment">–</span>`;
  }
  return pausedCount > 0
    ? html`<a class="strong" href="/automations/${automationId}/review"
        aria-label="Review ${count(pausedCount)} paused">${count(pausedCount)}</a>`
    : '0';
}

const row = (breaker) => html`<tr>
  <td><a class="row-title" href="/automations/${breaker.automationId}">${shortName(breaker.displayName || breaker.automationId)}</a>
    ${breaker.description ? html`<div class="muted row-more">${fold(breaker.description)}</div>` : nothing}</td>
  <td data-label="Switch">${breaker.isDraft ? 'Draft' : breaker.enabled ? 'On' : 'Off'}</td>
  <td data-label="Breaker"><div class="stack">${breakerBadge(breaker)}${load(breaker)}</div></td>
  <td data-label="Paused" class="number">${paused(breaker)}</td>
  <td data-label="Last executed">${breaker.lastExecutedAt
    ? html`<relative-time at=${breaker.lastExecutedAt}></relative-time>`
    : 'Never'}</td>
</tr>`;

function nothingFound({ q, tripped }) {
  if (tripped) {
    return empty('No breaker is tripped', 'Show all automations to see how near they are to their caps.');
  }
  return q
    ? empty('No automation matches', 'Search for another part of a name or description.')
    : empty(
        'There are no automations yet',
        session.may('createAutomation')
          ? 'Create one here or by POST /api/v1/automations.'
          : 'An administrator can create one.',
      );
}

export function open(host, params, signal) {
  const { q = '', tripped = '' } = router.query();
  const change = (values) => {
    view.set({ pages: 1, ...values });
    const { q: text, tripped: only } = view.state;
    router.setQuery({ q: text, tripped: only ? '1' : '' });
    refresh();
  };
  let typing;
  const onSearch = (event) => {
    clearTimeout(typing);
    const text = event.target.value;
    typing = setTimeout(() => change({ q: text }), 250);
  };
  const showMore = () => {
    view.set({ pages: view.state.pages + 1, busy: true });
    refresh();
  };

  const table = (state) =>
    state.found.list.length === 0
      ? nothingFound(state)
      : html`<table class="cards">
          <thead><tr><th scope="col">Automation</th><th scope="col">Switch</th>
            <th scope="col">Breaker</th><th scope="col" class="number">Paused</th>
            <th scope="col">Last executed</th></tr></thead>
          <tbody>${repeat(state.found.list, (each) => each.automationId, row)}</tbody>
        </table>
        ${state.found.more
          ? html`<p class="muted">The first ${count(state.found.list.length)} of ${count(state.found.matchCount)}.</p>`
          : nothing}
        ${more({ more: state.found.more, busy: state.busy }, showMore)}`;

  const view = screen(
    host,
    (state) => html`${heading('Automations', {
        beside: session.may('createAutomation')
          ? html`<button class="primary" @click=${() => createAutomation(signal)}>New automation</button>`
          : '',
      })}
      <div class="filters">
        <label class="grow">Search<input type="search" .value=${q} @input=${onSearch}
          placeholder="Part of a name or description"></label>
        <label class="check"><input type="checkbox" .checked=${state.tripped}
          @change=${(event) => change({ tripped: event.target.checked })}> Only tripped</label>
      </div>
      ${stale(state.found && state.failure)}
      ${state.found ? table(state) : state.failure ? failed(state.failure, () => refresh()) : loading('the automations')}`,
    { q, tripped: Boolean(tripped), pages: 1, busy: false, found: null, failure: null },
    signal,
  );
  view.draw();

  const refresh = poll(
    POLL_MS,
    async () => {
      const { q: query, tripped: only, pages } = view.state;
      const found = await findBreakers({ query, tripped: only, pages }, signal);
      const isCurrent = query === view.state.q && only === view.state.tripped;
      if (isCurrent) {
        view.set({ found, busy: pages < view.state.pages, failure: null });
      }
    },
    { signal, onFailure: (failure) => view.set({ failure, busy: false }) },
  );
}
