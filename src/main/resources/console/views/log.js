// The system log: filters, events, export.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import * as api from '../app/api.js';
import { names } from '../app/names.js';
import { pages } from '../app/pages.js';
import * as router from '../app/router.js';
import { stringify } from '../app/json.js';
import { saveAs } from '../app/save.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import { badge } from '../parts/badge.js';
import { changes } from '../parts/changes.js';
import { openForm } from '../parts/dialog.js';
import { shortName } from '../parts/fold.js';
import { heading } from '../parts/heading.js';
import { jsonTree } from '../parts/json-tree.js';
import { manifestButton } from '../parts/manifest.js';
import { more } from '../parts/more.js';
import { scopeOf } from '../parts/scope.js';
import { empty, failed, loading, problem } from '../parts/states.js';
import { zone } from '../parts/time-zone.js';

export const title = 'System log';

const PAGE = 100;
const MAX_PAGES_PER_LOAD = 10;
const KINDS = {
  automation_created: ['good', 'done'],
  automation_updated: ['running', 'done'],
  automation_deleted: ['ended', 'off'],
  breaker_tripped: ['paused', 'tripped'],
  breaker_cleared: ['good', 'ok'],
  paused_run: ['good', 'running'],
  paused_cancelled: ['ended', 'off'],
  execution_terminated: ['ended', 'off'],
  execution_retried: ['running', 'running'],
  client_created: ['good', 'done'],
  client_rotated: ['running', 'done'],
  client_revoked: ['ended', 'off'],
  webhook_created: ['good', 'done'],
  webhook_updated: ['running', 'done'],
  webhook_deleted: ['ended', 'off'],
  token_issued: ['good', 'done'],
  token_refused: ['bad', 'failed'],
  request_unauthenticated: ['bad', 'failed'],
  request_forbidden: ['bad', 'failed'],
};

const NAMES = {
  request_unauthenticated: 'request without a valid token',
  request_forbidden: 'request not allowed',
};

const nameOf = (kind) => NAMES[kind] ?? kind.replaceAll('_', ' ');
const actorOf = (event) => event.unmapped.actor ?? event.actor?.user?.uid ?? '';

const matches = ({ kind, automation, actor }) => (event) =>
  (!kind || event.unmapped.event === kind) &&
  (!automation || event.unmapped.automationId === automation) &&
  (!actor || actorOf(event).includes(actor));

const show = (event, message, signal) =>
  openForm({
    title: message,
    signal,
    action: null,
    submit: async () => {},
    fields: () => html`${changes(event.unmapped.changes)}
      <div class="raw" tabindex="0" role="region" aria-label="The event">${jsonTree(event)}</div>
      <button type="button" @click=${() => saveAs(`event-${event.metadata.uid}.json`, stringify(event, 2))}>
        Save as JSON</button>`,
  });

/** The message of an event, with the name of the automation instead of its id. */
const messageOf = ({ message, unmapped: { automationId } }, automations) => {
  const name = automationId ? automations.of(automationId) : '';
  return name && name !== automationId ? message.replace(automationId, () => `“${shortName(name)}”`) : message;
};

const automationOf = ({ unmapped: { automationId } }, automations) =>
  automationId
    ? html`<a class=${automations.of(automationId) === automationId ? 'id' : ''} href="/automations/${automationId}"
        title=${automationId}>${shortName(automations.of(automationId))}</a>`
    : nothing;

/** The decision of an event: its filter, its page and its manifest. */
const decision = ({ unmapped }, onFailure) =>
  unmapped.resolutionId
    ? html`${scopeOf(unmapped)}<div class="scope">
        <a href="/automations/${unmapped.automationId}/resolutions/${unmapped.resolutionId}">Decision</a> ·
        ${manifestButton(unmapped, onFailure)}</div>`
    : nothing;

/** What one event stands for, if it counts several: since when, from where, and an example. */
const counted = ({ unmapped: { count, firstAt, remoteAddress, example } }) => {
  if (!count) {
    return nothing;
  }
  const facts = [
    remoteAddress && html`<span>from ${remoteAddress}</span>`,
    example && html`<code>${example.method} ${example.path}</code>`,
    count > 1 && html`<span>first <relative-time at=${firstAt}></relative-time></span>`,
  ].filter(Boolean);
  return facts.length ? html`<div class="scope">${facts}</div>` : nothing;
};

const row = (event, automations, signal, onFailure) => {
  const message = messageOf(event, automations);
  return html`<tr>
    <td data-label="Kind">${badge(...(KINDS[event.unmapped.event] ?? ['ended', 'done']), nameOf(event.unmapped.event))}</td>
    <td data-label="Event"><div><button class="link" @click=${() => show(event, message, signal)}>${message}</button>
      ${changes(event.unmapped.changes)}${decision(event, onFailure)}${counted(event)}</div></td>
    <td data-label="Automation">${automationOf(event, automations)}</td>
    <td data-label="Actor" class="id">${actorOf(event)}</td>
    <td data-label="When"><relative-time at=${new Date(event.time).toISOString()}></relative-time></td>
  </tr>`;
};

const table = (list, automations, signal, onFailure) => html`<table class="cards">
  <thead><tr><th scope="col">Kind</th><th scope="col">Event</th><th scope="col">Automation</th>
    <th scope="col">Actor</th><th scope="col">When</th></tr></thead>
  <tbody>${repeat(list, ({ metadata }) => metadata.uid, (event) => row(event, automations, signal, onFailure))}</tbody></table>`;

const instant = (text) => (text ? new Date(text).toISOString() : '');

function filters(filter, onChange) {
  const onSubmit = (event) => {
    event.preventDefault();
    onChange(Object.fromEntries(new FormData(event.target.closest('form'))));
  };
  return html`<form class="filters" @submit=${onSubmit} @change=${onSubmit}>
    <label>Kind<select name="kind"><option value="">All</option>
      ${Object.keys(KINDS).map((kind) => html`<option value=${kind} ?selected=${kind === filter.kind}>${nameOf(kind)}</option>`)}</select></label>
    <label>Automation<input name="automation" .value=${filter.automation ?? ''} placeholder="Id" spellcheck="false"></label>
    <label>Actor<input name="actor" .value=${filter.actor ?? ''} placeholder="Part of a client id" spellcheck="false"></label>
    <label>Since ${zone(filter.since)}<input type="datetime-local" name="since" .value=${filter.since ?? ''}></label>
    <label>Until ${zone(filter.until)}<input type="datetime-local" name="until" .value=${filter.until ?? ''}></label>
    <button>Filter</button></form>`;
}

export function open(host, params, signal) {
  const fetchPage = async (token) => {
    const { filter } = view.state;
    const keep = matches(filter);
    const list = [];
    let pageToken = token;
    // Skips pages without a match, up to a limit, so that "Show more" adds rows.
    for (let i = 0; i < MAX_PAGES_PER_LOAD && list.length === 0; i++) {
      const page = await api.post(
        '/api/v1/systemlog/events',
        {
          pageSize: PAGE,
          pageToken,
          sortDirection: 'SORT_DIRECTION_DESC',
          ...(filter.since && { since: instant(filter.since) }),
          ...(filter.until && { until: instant(filter.until) }),
        },
        { signal },
      );
      list.push(...page.list.filter(keep));
      pageToken = page.nextPageToken;
      if (!pageToken) {
        break;
      }
    }
    list.forEach(({ unmapped }) => known.learn(unmapped.automationId, unmapped.displayName));
    known.find(list.map(({ unmapped }) => unmapped.automationId));
    return { list, nextPageToken: pageToken };
  };
  const known = names(() => view.draw(), signal);
  const found = pages(fetchPage, (rows) => view.set({ rows }), signal);
  const change = (filter) => {
    router.setQuery(filter);
    view.set({ filter });
    found.restart();
  };
  const exportAll = async () => {
    view.set({ exporting: true, exportFailure: null });
    const { since, until } = view.state.filter;
    const query = new URLSearchParams({
      ...(since && { since: instant(since) }),
      ...(until && { until: instant(until) }),
    });
    try {
      const response = await api.open('GET', `/api/v1/systemlog/export?${query}`, { signal });
      saveAs('system-log.ndjson', await response.blob());
    } catch (exportFailure) {
      view.set({ exportFailure });
    }
    view.set({ exporting: false });
  };
  const exportShown = () =>
    saveAs('system-log.ndjson', (view.state.rows.list ?? []).map((event) => stringify(event)).join('\n') + '\n');
  const content = ({ rows }) => {
    if (!rows.list) {
      return rows.failure ? failed(rows.failure, found.restart) : loading('the events');
    }
    return rows.list.length === 0
      ? html`${empty('No event matches', 'Choose another filter.')}${more(rows, found.next)}`
      : html`${table(rows.list, known, signal, (manifestFailure) => view.set({ manifestFailure }))}${more(rows, found.next)}`;
  };
  const view = screen(
    host,
    (state) => html`${heading('System log', {
        beside: html`${session.may('exportSystemLog')
            ? html`<button @click=${exportAll} ?disabled=${state.exporting}>Export all</button>`
            : nothing}
          <button @click=${exportShown} ?disabled=${!state.rows.list?.length}>Export these</button>
          <button @click=${found.restart}>Refresh</button>`,
      })}
      ${problem(state.exportFailure)} ${problem(state.manifestFailure)} ${filters(state.filter, change)}${content(state)}`,
    { filter: router.query(), rows: { list: null }, exporting: false, exportFailure: null, manifestFailure: null },
    signal,
  );
  found.restart();
}
