// The session. The token is kept in memory and in sessionStorage; the secret of a client in memory
// only, so that the token can be renewed while the page is open and the secret is never stored.
const KEY = 'spillway.session';
const RENEW_BEFORE_MS = 60_000;

/** Why a session ended that its user did not end. */
export const EXPIRED = 'Your sign-in has expired. Sign in again to go on where you were.';
export const REFUSED =
  'Your sign-in is not valid any more: it has expired, or your credentials were replaced or revoked. ' +
  'Sign in again to go on where you were.';

let ending = '';
let session = restore();
let secret = '';
let renewing = null;
const listeners = new Set();

function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (kept && kept.expiresAt <= Date.now()) {
      ending = EXPIRED;
      sessionStorage.removeItem(KEY);
      return null;
    }
    return kept;
  } catch {
    return null;
  }
}

function keep(next) {
  session = next;
  if (next) {
    sessionStorage.setItem(KEY, JSON.stringify(next));
  } else {
    sessionStorage.removeItem(KEY);
    secret = '';
  }
  listeners.forEach((listener) => listener());
}

export class SignInError extends Error {}

async function fetchToken(endpoint, form) {
  let response;
  try {
    response = await fetch(endpoint, { method: 'POST', body: new URLSearchParams(form) });
  } catch {
    throw new SignInError('The node does not answer. Is it running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const message = answer.error_description ?? answer.message ?? answer.error;
    throw new SignInError(message ?? `The node answered with ${response.status}.`);
  }
  return {
    token: answer.access_token,
    expiresAt: Date.now() + answer.expires_in * 1000,
    refreshToken: answer.refresh_token,
  };
}

const ofClient = (clientId, clientSecret) =>
  fetchToken('/auth/v1/token', {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });

const ofProvider = (form) => fetchToken('/auth/v1/provider/token', form);

async function introspect(token) {
  const response = await fetch('/api/v1/auth/introspect', {
    headers: { Authorization: `Bearer ${token}` },
  });
  if (!response.ok) {
    throw new SignInError('The node could not introspect the token. Try again.');
  }
  return response.json();
}

async function begin(granted, clientSecret) {
  const who = await introspect(granted.token);
  ending = '';
  // Before the listeners are called, since one of them may request a token.
  secret = clientSecret;
  keep({ ...granted, clientId: who.principleId, roles: who.roles, permissions: who.permissions });
}

export async function signIn(clientId, clientSecret) {
  await begin(await ofClient(clientId, clientSecret), clientSecret);
}

/** Signs in with the code of the identity provider. */
export async function signInByCode(code, verifier, redirectUri) {
  const granted = await ofProvider({
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  });
  await begin(granted, '');
}

export const signOut = () => end('');

/** Ends the session, for a reason that the sign-in view tells. */
export function end(why) {
  if (session) {
    ending = why;
    keep(null);
  }
}

/** Why the last session ended; empty if its user ended it, and after the next sign-in. */
export const whyEnded = () => ending;

export const current = () => session;

/** Whether the caller may call an operation, by its operation id. */
export const may = (operation) => session?.permissions.includes(operation) ?? false;

export function onChange(listener) {
  listeners.add(listener);
}

const canRenew = () => Boolean(secret || session.refreshToken);

async function renew() {
  const { clientId, refreshToken } = session;
  const granted = secret
    ? await ofClient(clientId, secret)
    : await ofProvider({ grant_type: 'refresh_token', refresh_token: refreshToken });
  if (session) {
    // Without a new refresh token, the old one stays valid.
    keep({ ...session, ...granted, refreshToken: granted.refreshToken ?? refreshToken });
  }
}

/** A valid token, renewed if it expires soon; null if the session has ended. */
export async function token() {
  if (session && canRenew() && session.expiresAt - Date.now() < RENEW_BEFORE_MS) {
    renewing ??= renew().finally(() => (renewing = null));
    await renewing.catch(() => {});
  }
  if (session && session.expiresAt <= Date.now()) {
    end(EXPIRED);
  }
  return session?.token ?? null;
}
