// The frame of every view: name, navigation, signed-in user.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import * as session from '../app/session.js';
import * as theme from '../app/theme.js';
import { icon } from './icons.js';
import { silence } from './silence.js';

const PLACES = [
  { href: '/', name: 'Automations', own: (path) => path === '/' || path.startsWith('/automations') },
  { href: '/executions', name: 'Executions', own: (path) => path.startsWith('/executions') },
  { href: '/log', name: 'System log', own: (path) => path === '/log' },
  { href: '/cluster', name: 'Cluster', own: (path) => path === '/cluster' },
  {
    href: '/clients',
    name: 'Clients',
    own: (path) => path === '/clients',
    offered: () => session.may('listClients'),
  },
];

const place = ({ href, name, own, offered = () => true }) =>
  offered()
    ? html`<a href=${href} aria-current=${own(location.pathname) ? 'page' : 'false'}>${name}</a>`
    : nothing;

const toMain = (event) => {
  event.preventDefault();
  document.getElementById('main').focus();
};

function switchTheme(redraw) {
  theme.toggle();
  redraw();
}

function who(redraw) {
  const dark = theme.theme() === 'dark';
  const user = session.current();
  return html`<div class="who">
    ${user
      ? html`<span class="who-name" title="Signed in as ${user.clientId}">${user.clientId}</span>
          <span class="tag">${user.roles.at(-1)}</span>`
      : nothing}
    <button class="quiet icon-only" aria-label=${dark ? 'Use light colours' : 'Use dark colours'}
      @click=${() => switchTheme(redraw)}>${icon(dark ? 'sun' : 'moon')}</button>
    ${user ? html`<button class="quiet" @click=${() => session.signOut()}>Sign out</button>` : nothing}
  </div>`;
}

export const shell = (redraw) => html`
  <a class="skip" href="#main" @click=${toMain}>Skip to the content</a>
  <header class="bar">
    <a class="brand" href="/">${icon('brand')}<span>Spillway</span></a>
    ${session.current()
      ? html`<nav class="places" aria-label="Views">${PLACES.map(place)}</nav>`
      : html`<span class="places"></span>`}
    ${who(redraw)}
  </header>
  ${silence()}
  <main id="main" tabindex="-1"></main>`;
