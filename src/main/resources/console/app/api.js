// Calls of the API. Every failure is an ApiError with the server's message.
import { parse, stringify } from './json.js';
import * as node from './node.js';
import * as session from './session.js';

// A node that is stopped or unreachable may keep a request open without an end.
const READ_LIMIT_MS = 20_000;

/** @property status of the response, 0 without one; code of google.rpc */
export class ApiError extends Error {
  constructor(status, message, code = 0) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

function silence() {
  node.note(false);
  return new ApiError(0, 'The node does not answer.');
}

// A proxy says that the node behind it does not answer.
const isSilence = ({ status }) => status === 502 || status === 504;

/** The response to a successful request, its body not read yet. */
export async function open(method, path, { body, headers, signal, limit } = {}) {
  const token = await session.token();
  if (!token) {
    throw new ApiError(401, 'Your session has ended. Sign in again.');
  }
  const signals = [signal, limit && AbortSignal.timeout(limit)].filter(Boolean);
  let response;
  try {
    response = await fetch(path, {
      method,
      signal: signals.length > 0 ? AbortSignal.any(signals) : undefined,
      cache: 'no-store',
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : stringify(body),
    });
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw silence();
  }
  if (isSilence(response)) {
    throw silence();
  }
  node.note(true);
  if (response.ok) {
    return response;
  }
  const answer = await response.json().catch(() => ({}));
  if (response.status === 401) {
    session.end(session.REFUSED);
  }
  throw new ApiError(response.status, answer.message ?? `The node answered with ${response.status}.`, answer.code);
}

async function send(method, path, options) {
  const response = await open(method, path, options);
  let text;
  try {
    text = await response.text();
  } catch (failure) {
    // The connection was lost within the body.
    throw options?.signal?.aborted ? failure : silence();
  }
  return parse(text);
}

export const get = (path, options) => send('GET', path, { limit: READ_LIMIT_MS, ...options });
export const post = (path, body = {}, options) => send('POST', path, { ...options, body });
export const remove = (path, options) => send('DELETE', path, options);

const automation = (id) => `/api/v1/automations/${encodeURIComponent(id)}`;
export const paths = {
  automation,
  breaker: (id) => `${automation(id)}/circuit_breaker`,
  resolutions: (id) => `${automation(id)}/circuit_breaker/resolutions`,
  resolution: (id, resolutionId) => `${automation(id)}/circuit_breaker/resolutions/${encodeURIComponent(resolutionId)}`,
  execution: (id) => `/api/v1/automation_executions/${encodeURIComponent(id)}`,
};
