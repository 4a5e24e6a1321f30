// Sign-in at an identity provider: the authorization code flow with PKCE (RFC 7636). State and
// verifier are kept in sessionStorage, which binds the flow to this tab, and are used once.
import * as session from './session.js';

const KEY = 'spillway.signing-in';
const RETURN_PATH = '/signed-in';

const redirectUri = () => new URL(RETURN_PATH, location.origin).href;

const base64Url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));

/** The issuer of the provider, empty if none is configured. */
export async function issuer() {
  const response = await fetch('/auth/v1/provider');
  return response.ok ? (await response.json()).signInIssuer : '';
}

/** Redirects to the provider, which returns to RETURN_PATH; `from` is the page to open after that. */
export async function startSignIn(from) {
  if (!crypto.subtle) {
    throw new session.SignInError('Open this page over HTTPS: sign-in at a provider requires it.');
  }
  const started = { state: random(), verifier: random(), from };
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(started.verifier));
  sessionStorage.setItem(KEY, JSON.stringify(started));
  const query = new URLSearchParams({
    redirect_uri: redirectUri(),
    state: started.state,
    code_challenge: base64Url(digest),
    code_challenge_method: 'S256',
  });
  location.assign(`/auth/v1/provider/authorize?${query}`);
}

/** Completes the sign-in with the parameters of the redirect; returns the page to open. */
export async function completeSignIn({ code, state, error, error_description: description }) {
  const started = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
  sessionStorage.removeItem(KEY);
  if (!started.state || started.state !== state) {
    throw new session.SignInError('This sign-in was not started in this tab. Start it again.');
  }
  if (error) {
    throw new session.SignInError(`The identity provider says: ${description ?? error}`);
  }
  await session.signInByCode(code ?? '', started.verifier, redirectUri());
  return started.from;
}
