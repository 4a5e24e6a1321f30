// Who is signed in. The token lives in memory and in sessionStorage; the secret in memory only, so
// that the token can be renewed while the page is open and nothing of it stays behind.
const KEY = 'spillway.session';
const RENEW_BEFORE_MS = 60_000;

let session = restore();
let secret = '';
let renewing = null;
const listeners = new Set();

function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return kept && kept.expiresAt > Date.now() ? kept : null;
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

async function fetchToken(clientId, clientSecret) {
  let response;
  try {
    response = await fetch('/auth/v1/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      }),
    });
  } catch {
    throw new SignInError('The node does not answer. Is it running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const told = answer.error_description ?? answer.message ?? answer.error;
    throw new SignInError(told ?? `The node answered with ${response.status}.`);
  }
  return { token: answer.access_token, expiresAt: Date.now() + answer.expires_in * 1000 };
}

async function introspect(token) {
  const response = await fetch('/api/v1/auth/introspect', {
    headers: { Authorization: `Bearer ${token}` },
  });
  if (!response.ok) {
    throw new SignInError('The node does not tell who signed in. Try again.');
  }
  return response.json();
}

export async function signIn(clientId, clientSecret) {
  const granted = await fetchToken(clientId, clientSecret);
  const who = await introspect(granted.token);
  secret = clientSecret;
  keep({ ...granted, clientId, roles: who.roles, permissions: who.permissions });
}

export function signOut() {
  keep(null);
}

export const current = () => session;

/** Whether the API would let the caller do this: an operation id of the API's document. */
export const may = (operation) => session?.permissions.includes(operation) ?? false;

export function onChange(listener) {
  listeners.add(listener);
}

async function renew() {
  const granted = await fetchToken(session.clientId, secret);
  if (session) {
    keep({ ...session, ...granted });
  }
}

/** A token that is good for a while, or null where there is none any more. */
export async function token() {
  if (session && secret && session.expiresAt - Date.now() < RENEW_BEFORE_MS) {
    renewing ??= renew().finally(() => (renewing = null));
    await renewing.catch(() => {});
  }
  if (session && session.expiresAt <= Date.now()) {
    keep(null);
  }
  return session?.token ?? null;
}
