// All automations, those that need attention first.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { findAutomations, reports } from '../app/breakers.js';
import { poll } from '../app/poll.js';
import * as router from '../app/router.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import { breakerBadge, breakerState } from '../parts/badge.js';
import { count, period } from '../parts/format.js';
import { heading } from '../parts/heading.js';
import { icon } from '../parts/icons.js';
import { createAutomation } from '../parts/create-automation.js';
import { empty, failed, loading, stale } from '../parts/states.js';

export const title = 'Automations';

const POLL_MS = 4000;
const PAGE = 25;
const TROUBLE = ['tripped', 'near', 'closed', 'off'];

const reportOf = (automation, known) =>
  known.get(automation.id) ?? { ...automation, tripped: Boolean(automation.circuitBreaker) };

function byTrouble(known) {
  const rank = (automation) => {
    const report = reportOf(automation, known);
    return report.pausedCount > 0 ? 0 : TROUBLE.indexOf(breakerState(report));
  };
  const last = (automation) => automation.lastExecutedAt ?? automation.createdAt ?? '';
  return (a, b) => rank(a) - rank(b) || last(b).localeCompare(last(a)) || a.id.localeCompare(b.id);
}

function load(report) {
  const { circuitBreakerMax: max, windowCount } = report;
  if (!max || windowCount === undefined) {
    return nothing;
  }
  return html`<span class="load">
    <meter min="0" max=${max} high=${max * 0.8} optimum="0" .value=${Math.min(windowCount, max)} aria-label="Executions against the limit"></meter>
    <span>${count(windowCount)} of ${count(max)} per ${period(report.circuitBreakerPeriod)}</span></span>`;
}

function row(automation, known) {
  const report = reportOf(automation, known);
  const paused = report.pausedCount ?? 0;
  return html`<tr>
    <td><a class="row-title" href="/automations/${automation.id}">${automation.displayName || automation.id}</a>
      ${automation.description ? html`<span class="muted row-more">${automation.description}</span>` : nothing}</td>
    <td data-label="Switch">${automation.isDraft ? 'Draft' : automation.enabled ? 'On' : 'Off'}</td>
    <td data-label="Breaker"><div class="stack">${breakerBadge(report)}${load(report)}</div></td>
    <td data-label="Paused" class="number">${paused > 0
      ? html`<a class="strong" href="/automations/${automation.id}/review"
          aria-label="Review ${count(paused)} paused">${count(paused)}</a>`
      : known.has(automation.id) ? '0' : '…'}</td>
    <td data-label="Last executed">${automation.lastExecutedAt
      ? html`<relative-time at=${automation.lastExecutedAt}></relative-time>`
      : 'Never'}</td>
  </tr>`;
}

function pages(page, total, onPage) {
  const last = Math.max(1, Math.ceil(total / PAGE));
  return last === 1
    ? nothing
    : html`<nav class="pages" aria-label="Pages">
        <button ?disabled=${page <= 1} @click=${() => onPage(page - 1)}>Previous</button>
        <span>Page ${page} of ${last}</span>
        <button ?disabled=${page >= last} @click=${() => onPage(page + 1)}>Next</button>
      </nav>`;
}

function nothingFound({ q, tripped }) {
  if (tripped) {
    return empty('No breaker is tripped', 'Show all automations to see how near they are to their limits.');
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
  const { q = '', tripped = '', page = '1' } = router.query();
  const change = (values) => {
    view.set({ page: 1, ...values });
    const { q: text, tripped: only, page: now } = view.state;
    router.setQuery({ q: text, tripped: only ? '1' : '', page: now > 1 ? String(now) : '' });
    if (!('page' in values)) {
      refresh();
    }
  };
  let typing;
  const onSearch = (event) => {
    clearTimeout(typing);
    const text = event.target.value;
    typing = setTimeout(() => change({ q: text }), 250);
  };

  const table = (state) => {
    const shown = chosen(state);
    const visible = shown.slice((state.page - 1) * PAGE, state.page * PAGE);
    return shown.length === 0
      ? nothingFound(state)
      : html`<table class="cards">
          <thead><tr><th scope="col">Automation</th><th scope="col">Switch</th>
            <th scope="col">Breaker</th><th scope="col" class="number">Paused</th>
            <th scope="col">Last executed</th></tr></thead>
          <tbody>${repeat(visible, ({ id }) => id, (automation) => row(automation, state.known))}</tbody>
        </table>${pages(state.page, shown.length, (to) => change({ page: to }))}`;
  };

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
      ${stale(state.list && state.failure)}
      ${state.more ? html`<p class="muted">There are more than 1,000; these are the newest. Search to find others.</p>` : nothing}
      ${state.list ? table(state) : state.failure ? failed(state.failure, refresh) : loading('the automations')}`,
    { q, tripped: Boolean(tripped), page: Number(page) || 1, list: null, known: new Map(), failure: null },
    signal,
  );
  view.draw();

  const chosen = ({ list, known, tripped: only }) =>
    list
      .filter((automation) => !only || automation.circuitBreaker)
      .sort(byTrouble(known));

  const refresh = poll(
    POLL_MS,
    async () => {
      const { list, more } = await findAutomations(view.state.q, signal);
      const first = view.state.list === null;
      view.set({ list, more, failure: null });
      const visible = chosen(view.state).slice((view.state.page - 1) * PAGE, view.state.page * PAGE);
      const asked = new Set(visible.concat(list.filter((a) => a.circuitBreaker)).map(({ id }) => id));
      const known = await reports(asked, signal);
      view.set({ known: new Map([...(first ? [] : view.state.known), ...known]) });
    },
    { signal, onFailure: (failure) => view.set({ failure }) },
  );
}
