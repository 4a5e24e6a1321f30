// The clients of the API: create, rotate credentials, revoke.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import * as api from '../app/api.js';
import { pages } from '../app/pages.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import { badge } from '../parts/badge.js';
import { createClient, revokeClient, rotateClient } from '../parts/client-actions.js';
import { heading } from '../parts/heading.js';
import { more } from '../parts/more.js';
import { empty, failed, loading } from '../parts/states.js';

export const title = 'Clients';

const PAGE = 50;

const scopesOf = ({ scopes }) =>
  scopes.length === 0
    ? 'All'
    : scopes.map((id) => html`<a class="id row-more" href="/automations/${id}">${id}</a>`);

const offered = (client, signal, onDone) => html`<div class="row-actions">
  ${session.may('rotateClient')
    ? html`<button aria-label="Give ${client.displayName} new credentials"
        @click=${() => rotateClient(client, signal, onDone)}>New credentials</button>`
    : nothing}
  ${session.may('revokeClient')
    ? html`<button aria-label="Revoke ${client.displayName}"
        @click=${() => revokeClient(client, signal, onDone)}>Revoke</button>`
    : nothing}</div>`;

const row = (client, signal, onDone) => html`<tr>
  <td><span class="row-title">${client.displayName}</span>
    ${client.id === session.current()?.clientId ? html`<span class="tag">you</span>` : nothing}
    <span class="muted row-more id">${client.id}</span></td>
  <td data-label="Role">${client.roles.join(', ')}</td>
  <td data-label="Automations">${scopesOf(client)}</td>
  <td data-label="Signs in by">${client.kinds.join(', ')}</td>
  <td data-label="Created"><relative-time at=${client.createdAt}></relative-time></td>
  <td data-label="State">${client.revokedAt
    ? html`<div class="stack">${badge('ended', 'off', 'Revoked')}
        <relative-time class="muted" at=${client.revokedAt}></relative-time></div>`
    : badge('good', 'done', 'Active')}</td>
  <td>${client.revokedAt ? nothing : offered(client, signal, onDone)}</td>
</tr>`;

const table = (list, signal, onDone) => html`<table class="cards">
  <thead><tr><th scope="col">Client</th><th scope="col">Role</th><th scope="col">Automations</th>
    <th scope="col">Signs in by</th><th scope="col">Created</th><th scope="col">State</th>
    <th scope="col"><span class="unseen">Actions</span></th></tr></thead>
  <tbody>${repeat(list, ({ id }) => id, (each) => row(each, signal, onDone))}</tbody></table>`;

export function open(host, params, signal) {
  const fetchPage = (token) =>
    api.get(`/api/v1/clients?pageSize=${PAGE}&pageToken=${encodeURIComponent(token)}`, { signal });
  const found = pages(fetchPage, (rows) => view.set({ rows }), signal);
  const content = ({ rows }) => {
    if (!rows.list) {
      return rows.failure ? failed(rows.failure, found.restart) : loading('the clients');
    }
    return rows.list.length === 0
      ? empty('There are no clients', 'Create one for each program or person that uses the API.')
      : html`${table(rows.list, signal, found.restart)}${more(rows, found.next)}`;
  };
  const view = screen(
    host,
    (state) => html`${heading('Clients', {
        beside: session.may('createClient')
          ? html`<button class="primary" @click=${() => createClient(signal, found.restart)}>New client</button>`
          : '',
      })}
      <p class="lead">A client is a program or a person that may call the API and sign in here. Its
        credentials are shown only once, when they are created.</p>
      ${content(state)}`,
    { rows: { list: null } },
    signal,
  );
  found.restart();
}
