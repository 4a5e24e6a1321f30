// Executions of all automations.
import { html } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import * as api from '../app/api.js';
import { findAutomations } from '../app/automations.js';
import { LISTED_BYTES, unwrapped } from '../app/contexts.js';
import { names } from '../app/names.js';
import { pages } from '../app/pages.js';
import * as router from '../app/router.js';
import { screen } from '../app/screen.js';
import { executionBadge } from '../parts/badge.js';
import { contextLine } from '../parts/context.js';
import { shortName } from '../parts/fold.js';
import { STATE_PREFIX, STATES } from '../parts/format.js';
import { heading } from '../parts/heading.js';
import { more } from '../parts/more.js';
import { empty, failed, loading } from '../parts/states.js';

export const title = 'Executions';

const PAGE = 50;
const TIMES = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

const row = (execution, automations) => html`<tr>
  <td><a class="row-title id" href="/executions/${execution.id}">${execution.id}</a>
    <span class="muted row-more">${contextLine(execution, 100)}</span></td>
  <td data-label="State">${executionBadge(execution.state)}</td>
  <td data-label="Automation"><a href="/automations/${execution.automationTemplateId}">${shortName(automations.of(execution.automationTemplateId))}</a></td>
  <td data-label="Created"><relative-time at=${execution.createdAt}></relative-time></td>
  <td data-label="Duration">${execution.duration ?? '–'}</td>
</tr>`;

const table = (list, automations) => html`<table class="cards">
  <thead><tr><th scope="col">Execution</th><th scope="col">State</th><th scope="col">Automation</th>
    <th scope="col">Created</th><th scope="col">Duration</th></tr></thead>
  <tbody>${repeat(list, ({ id }) => id, (each) => row(each, automations))}</tbody></table>`;

const option = (value, name, chosen) =>
  html`<option value=${value} ?selected=${value === chosen}>${name}</option>`;

function filters({ filter, automations }, onChange) {
  const onSubmit = (event) => {
    event.preventDefault();
    onChange(Object.fromEntries(new FormData(event.target.closest('form'))));
  };
  return html`<form class="filters" @submit=${onSubmit} @change=${onSubmit}>
    <label>Automation<select name="automation">${option('', 'All', filter.automation)}
      ${automations.map(({ id, displayName }) => option(id, shortName(displayName || id), filter.automation))}</select></label>
    <label>State<select name="state">${option('', 'All', filter.state)}
      ${Object.entries(STATES).map(([value, { name }]) => option(value, name, filter.state))}</select></label>
    <label>Created within<select name="within">${option('', 'Any time', filter.within)}
      ${Object.keys(TIMES).map((name) => option(name, `The last ${name}`, filter.within))}</select></label>
    <label>Subject<input name="subject" .value=${filter.subject ?? ''} placeholder="user_id of the context" spellcheck="false"></label>
    <button>Search</button></form>`;
}

/** The list is newest first, so a page that goes beyond the time span is the last one. */
function within(page, span) {
  const since = TIMES[span] ? Date.now() - TIMES[span] : 0;
  const list = page.list.filter(({ createdAt }) => new Date(createdAt) >= since);
  return { list, nextPageToken: list.length < page.list.length ? '' : page.nextPageToken };
}

export function open(host, params, signal) {
  const fetchPage = async (pageToken) => {
    const { automation, state, subject, within: span } = view.state.filter;
    const page = await api.post(
      '/api/v1/search/all_automation_executions',
      {
        automationTemplateIds: automation ? [automation] : [],
        executionStates: state ? [STATE_PREFIX + state] : [],
        subjectUserIds: subject ? [subject.trim()] : [],
        pageSize: PAGE,
        pageToken,
        maxContextBytes: LISTED_BYTES,
      },
      { signal },
    );
    const list = page.list.map(({ automationExecution }) => unwrapped(automationExecution));
    known.find(list.map((each) => each.automationTemplateId));
    return within({ ...page, list }, span);
  };
  const known = names(() => view.draw(), signal);
  const found = pages(fetchPage, (rows) => view.set({ rows }), signal);
  const change = (filter) => {
    router.setQuery(filter);
    view.set({ filter });
    found.restart();
  };
  const content = ({ rows }) => {
    if (!rows.list) {
      return rows.failure ? failed(rows.failure, found.restart) : loading('the executions');
    }
    return rows.list.length === 0
      ? empty('No execution matches', 'Choose another filter, or run an automation.')
      : html`${table(rows.list, known)}${more(rows, found.next)}`;
  };
  const view = screen(
    host,
    (state) => html`${heading('Executions', { beside: html`<button @click=${found.restart}>Refresh</button>` })}
      ${filters(state, change)}${content(state)}`,
    { filter: router.query(), rows: { list: null }, automations: [] },
    signal,
  );
  found.restart();
  findAutomations(signal).then(
    (list) => view.set({ automations: list }),
    () => {},
  );
}
