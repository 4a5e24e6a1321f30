// Calls of the API. Every failure is an ApiError with the server's message.
import { parse, stringify } from './json.js';
import * as session from './session.js';

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The response to a successful request, its body not read yet. */
export async function open(method, path, { body, headers, signal } = {}) {
  const token = await session.token();
  if (!token) {
    throw new ApiError(401, 'Your session has ended. Sign in again.');
  }
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
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
    throw new ApiError(0, 'The node does not answer.');
  }
  if (response.ok) {
    return response;
  }
  const answer = await response.json().catch(() => ({}));
  if (response.status === 401) {
    session.signOut();
  }
  throw new ApiError(response.status, answer.message ?? `The node answered with ${response.status}.`);
}

const read = async (response) => parse(await response.text());

export const get = async (path, options) => read(await open('GET', path, options));
export const post = async (path, body = {}, options) => read(await open('POST', path, { ...options, body }));
export const remove = async (path, options) => read(await open('DELETE', path, options));

const automation = (id) => `/api/v1/automations/${encodeURIComponent(id)}`;
export const paths = {
  automation,
  breaker: (id) => `${automation(id)}/circuit_breaker`,
  resolutions: (id) => `${automation(id)}/circuit_breaker/resolutions`,
  resolution: (id, resolutionId) => `${automation(id)}/circuit_breaker/resolutions/${encodeURIComponent(resolutionId)}`,
  execution: (id) => `/api/v1/automation_executions/${encodeURIComponent(id)}`,
};
