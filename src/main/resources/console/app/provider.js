// Signing in at an identity provider: the authorization code flow with PKCE (RFC 7636). What proves
// that it was begun in this tab waits in sessionStorage and is used once.
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

/** The issuer of the provider, or an empty text where there is none. */
export async function issuer() {
  const response = await fetch('/auth/v1/provider');
  return response.ok ? (await response.json()).signInIssuer : '';
}

/** Leaves for the provider, to come back to {@code RETURN_PATH} and go on to an address from there. */
export async function leave(from) {
  if (!crypto.subtle) {
    throw new session.SignInError('Open this page by HTTPS: a browser signs in elsewhere only then.');
  }
  const begun = { state: random(), verifier: random(), from };
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(begun.verifier));
  sessionStorage.setItem(KEY, JSON.stringify(begun));
  const query = new URLSearchParams({
    redirect_uri: redirectUri(),
    state: begun.state,
    code_challenge: base64Url(digest),
    code_challenge_method: 'S256',
  });
  location.assign(`/auth/v1/provider/authorize?${query}`);
}

/** Signs in with what the provider sent along; answers where to go on. */
export async function arrive({ code, state, error, error_description: told }) {
  const begun = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
  sessionStorage.removeItem(KEY);
  if (!begun.state || begun.state !== state) {
    throw new session.SignInError('This sign-in was not begun in this tab. Begin it again.');
  }
  if (error) {
    throw new session.SignInError(`The identity provider says: ${told ?? error}`);
  }
  await session.signInByCode(code ?? '', begun.verifier, redirectUri());
  return begun.from;
}
