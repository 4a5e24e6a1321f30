// What a breaker holds: looking at it, and deciding.
import * as api from './api.js';
import { pause } from './poll.js';
import * as session from './session.js';

const PAGE = 100;
const MOST_FIELDS = 5;
const LOOK_EVERY_MS = 150;

const search = (id, body, signal) =>
  api.post(`${api.paths.breaker(id)}/paused/search`, { pageSize: PAGE, ...body }, { signal });

const contextOf = (execution) => execution.context?.context ?? {};

const rowsOf = ({ list }) => list.map(({ automationExecution: each }) => ({ ...each, context: contextOf(each) }));

/** The fields worth summing up: plain values, those that repeat the most first. */
export function fieldsToSum(rows) {
  const seen = new Map();
  for (const { context } of rows) {
    for (const [name, value] of Object.entries(context)) {
      if (value !== null && typeof value !== 'object') {
        seen.set(name, (seen.get(name) ?? new Set()).add(value));
      }
    }
  }
  return [...seen]
    // What is different in each of them tells nothing about all of them.
    .filter(([, values]) => rows.length < 10 || values.size <= rows.length / 2)
    .sort(([, a], [, b]) => a.size - b.size)
    .slice(0, MOST_FIELDS)
    .map(([name]) => name);
}

/** Everything held that matches: a first page, a summary of all, and the token for exactly these. */
export async function reviewHeld(id, filter, signal) {
  const look = await search(id, filter, signal);
  const summaryFields = fieldsToSum(rowsOf(look));
  const first = summaryFields.length === 0 ? look : await search(id, { ...filter, summaryFields }, signal);
  return {
    rows: rowsOf(first),
    nextPageToken: first.nextPageToken,
    summary: first.summary,
    reviewToken: first.reviewToken,
  };
}

export async function moreHeld(id, filter, pageToken, signal) {
  const page = await search(id, { ...filter, pageToken }, signal);
  return { rows: rowsOf(page), nextPageToken: page.nextPageToken };
}

/** How many match, and the token for these. */
export async function countHeld(id, filter, signal) {
  const { summary, reviewToken } = await search(id, { ...filter, pageSize: 1 }, signal);
  return { count: summary.count, reviewToken };
}

// Not randomUUID, which browsers keep from pages that came without TLS.
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

async function begun(id, before) {
  const { running, recent } = await api.get(api.paths.breaker(id));
  return [running, ...recent].find(
    (each) => each && !before.has(each.resolutionId) && each.actor === session.current()?.clientId,
  );
}

/**
 * Sends a decision and tells the id of its resolution as soon as there is one. The call itself goes
 * on until the server has answered; the server finishes what it began in any case.
 */
export async function decide(id, order) {
  const { recent, running } = await api.get(api.paths.breaker(id));
  const before = new Set([running, ...recent].filter(Boolean).map((each) => each.resolutionId));
  let answered = false;
  const call = api
    .post(`${api.paths.breaker(id)}/resolve_paused`, order, { headers: { 'Idempotency-Key': newKey() } })
    .finally(() => (answered = true));
  for (;;) {
    await Promise.race([call, pause(LOOK_EVERY_MS)]);
    const wasAnswered = answered;
    const found = await begun(id, before);
    if (found) {
      call.catch(() => {});
      return found.resolutionId;
    }
    if (wasAnswered) {
      throw new Error('The decision was carried out, but it is not among the recent ones.');
    }
  }
}
