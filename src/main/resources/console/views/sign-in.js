// Sign-in at an identity provider, or with the id and secret of a client.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import * as provider from '../app/provider.js';
import * as router from '../app/router.js';
import { screen } from '../app/screen.js';
import * as session from '../app/session.js';
import { heading } from '../parts/heading.js';
import { problem } from '../parts/states.js';

export const title = 'Sign in';
export const isPublic = true;

/** The page to open after sign-in. Only paths of this node: others would be an open redirect. */
function target() {
  const from = router.query().from ?? '/';
  return from.startsWith('/') && !from.startsWith('//') && !from.startsWith('/\\') ? from : '/';
}

export function open(host, params, signal) {
  if (session.current()) {
    router.go(target(), { replace: true });
    return;
  }
  const onSubmit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    view.set({ busy: true, failure: null });
    try {
      await session.signIn(form.get('client_id').trim(), form.get('client_secret').trim());
      router.go(target(), { replace: true });
    } catch (failure) {
      view.set({ busy: false, failure });
      host.querySelector('#client-secret')?.focus();
    }
  };
  const onProvider = () =>
    provider.startSignIn(target()).catch((failure) => view.set({ failure }));
  const elsewhere = (issuer) => html`
    <button type="button" class="primary wide" @click=${onProvider}>
      Sign in at ${new URL(issuer).host}</button>
    <p class="muted">Or with a client of this node:</p>`;
  const view = screen(
    host,
    ({ busy, failure, issuer }) => html`<form class="card sign-in" @submit=${onSubmit}>
      ${heading('Sign in')}
      ${session.whyEnded() ? html`<p class="note" role="status">${session.whyEnded()}</p>` : nothing}
      ${issuer ? elsewhere(issuer) : nothing}
      <p class="muted">With the id and secret of a client. The first administrator's are in the
        file <code>admin-client.json</code> in the node's data directory.</p>
      <label for="client-id">Client id</label>
      <input id="client-id" name="client_id" autocomplete="username" autocapitalize="none"
        spellcheck="false" required>
      <label for="client-secret">Client secret</label>
      <input id="client-secret" name="client_secret" type="password"
        autocomplete="current-password" required>
      ${problem(failure)}
      <button class=${issuer ? 'wide' : 'primary wide'} ?disabled=${busy}>${busy ? 'Signing in …' : 'Sign in'}</button>
    </form>`,
    { busy: false, failure: null, issuer: '' },
    signal,
  );
  view.draw();
  provider.issuer().then((issuer) => view.set({ issuer }), () => {});
  host.querySelector('#client-id').focus();
}
