// The actions on a client, each in a dialog that explains its effect.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { announce } from '../app/announce.js';
import * as api from '../app/api.js';
import { saveAs } from '../app/save.js';
import * as session from '../app/session.js';
import { openForm } from './dialog.js';

const ROLES = {
  worker: 'Worker: takes jobs and reports about them, reads nothing else',
  viewer: 'Viewer: reads everything, changes nothing',
  operator: 'Operator: also runs automations and terminates executions',
  admin: 'Administrator: also changes automations, decides about paused executions, and manages clients',
};
const KINDS = {
  secret: 'A secret, also for sign-in to this console',
  key: 'A key pair, for the C1 SDKs',
};

const pathOf = ({ id }) => `/api/v1/clients/${encodeURIComponent(id)}`;
const isOwn = ({ id }) => id === session.current()?.clientId;

const credential = (name, value) =>
  value ? html`<div><h3>${name}</h3><p class="secret">${value}</p></div>` : nothing;

/** Shows credentials, which the server returns only once, until the user closes the dialog. */
function showCredentials({ client, clientSecret, clientKey }) {
  const file = JSON.stringify({ clientId: client.id, clientSecret, clientKey }, null, 2);
  openForm({
    title: 'Save these credentials now',
    action: null,
    submit: async () => {},
    fields: () => html`<p>They are shown only once.</p>
      ${credential('Client id', client.id)} ${credential('Client secret', clientSecret)}
      ${credential('Client key', clientKey)}
      <button type="button" @click=${() => saveAs('client.json', file)}>Save as a file</button>`,
  });
}

const radio = (name, value, text, chosen, set) => html`<label class="check">
  <input type="radio" name=${name} value=${value} .checked=${value === chosen}
    @change=${() => set({ [name]: value })}> ${text}</label>`;

const choice = (legend, name, options, chosen, set) => html`<fieldset><legend>${legend}</legend>
  ${Object.entries(options).map(([value, text]) => radio(name, value, text, chosen, set))}</fieldset>`;

export const createClient = (signal, onDone) =>
  openForm({
    title: 'New client',
    signal,
    action: 'Create',
    state: { name: '', role: 'viewer', kind: 'secret', scopes: '' },
    canSubmit: ({ name }) => name.trim() !== '',
    fields: (state, set) => html`
      <div><label for="client-name">Name</label>
        <input id="client-name" .value=${state.name} maxlength="256" required
          @input=${(event) => set({ name: event.target.value })}></div>
      ${choice('Role', 'role', ROLES, state.role, set)}
      ${choice('Signs in by', 'kind', KINDS, state.kind, set)}
      <div><label for="client-scopes">Only these automations</label>
        <input id="client-scopes" .value=${state.scopes} spellcheck="false" aria-describedby="scopes-note"
          @input=${(event) => set({ scopes: event.target.value })}>
        <p id="scopes-note" class="muted">Ids, separated by spaces. Empty for all.</p></div>`,
    submit: async ({ name, role, kind, scopes }) => {
      const made = await api.post('/api/v1/clients', {
        displayName: name.trim(),
        roles: [role],
        kind,
        scopes: scopes.split(/[\s,]+/).filter(Boolean),
      });
      onDone();
      return () => showCredentials(made);
    },
  });

export const rotateClient = (client, signal, onDone) =>
  openForm({
    title: `New credentials for ${client.displayName}?`,
    signal,
    action: 'Make new credentials',
    look: 'danger',
    fields: () => html`<p>The old credentials are refused immediately, and sessions that used them end
      within seconds.</p>`,
    submit: async () => {
      const made = await api.post(`${pathOf(client)}/rotate`);
      if (isOwn(client) && made.clientSecret) {
        await session.signIn(client.id, made.clientSecret);
      }
      onDone();
      return () => showCredentials(made);
    },
  });

export const revokeClient = (client, signal, onDone) =>
  openForm({
    title: `Revoke ${client.displayName}?`,
    signal,
    action: 'Revoke',
    look: 'danger',
    fields: () => html`<p>Its sessions end within seconds, and it can never sign in again.
        This cannot be undone.</p>
      ${isOwn(client) ? html`<p class="note">It is the client that you are signed in with.</p>` : nothing}`,
    submit: async () => {
      await api.remove(pathOf(client));
      announce(`${client.displayName} was revoked.`);
      onDone();
    },
  });
