// Paused executions: search, and decide.
import * as api from './api.js';
import { LISTED_BYTES } from './contexts.js';
import { pause } from './poll.js';
import * as session from './session.js';

const PAGE = 100;
const MAX_FIELDS = 5;
const POLL_MS = 150;

const search = (id, body, signal) =>
  api.post(
    `${api.paths.breaker(id)}/paused/search`,
    { pageSize: PAGE, maxContextBytes: LISTED_BYTES, ...body },
    { signal },
  );

const contextOf = (execution) => execution.context?.context ?? {};

const rowsOf = ({ list }) => list.map(({ automationExecution: each }) => ({ ...each, context: contextOf(each) }));

/** The fields for a summary: those with plain values, the fewest distinct values first. */
export function fieldsToSummarize(rows) {
  const seen = new Map();
  for (const { context } of rows) {
    for (const [name, value] of Object.entries(context)) {
      if (value !== null && typeof value !== 'object') {
        seen.set(name, (seen.get(name) ?? new Set()).add(value));
      }
    }
  }
  return [...seen]
    // Fields that are different in most executions do not summarize anything.
    .filter(([, values]) => rows.length < 10 || values.size <= rows.length / 2)
    .sort(([, a], [, b]) => a.size - b.size)
    .slice(0, MAX_FIELDS)
    .map(([name]) => name);
}

/** The newest paused executions, without a scan of all. Empty if they cannot be read. */
async function sampleOf(id, signal) {
  const sample = {
    automationTemplateIds: [id],
    executionStates: ['AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER'],
    pageSize: PAGE,
    maxContextBytes: LISTED_BYTES,
  };
  return api.post('/api/v1/search/all_automation_executions', sample, { signal }).then(rowsOf, () => []);
}

/** The paused executions that match: the first page, a summary of all, and their review token. */
export async function reviewPaused(id, filter, signal) {
  const summaryFields = fieldsToSummarize(await sampleOf(id, signal));
  const first = await search(id, { ...filter, summaryFields }, signal);
  return {
    rows: rowsOf(first),
    nextPageToken: first.nextPageToken,
    summary: first.summary,
    reviewToken: first.reviewToken,
  };
}

export async function morePaused(id, filter, pageToken, signal) {
  const page = await search(id, { ...filter, pageToken }, signal);
  return { rows: rowsOf(page), nextPageToken: page.nextPageToken };
}

/** The number of matches, and their review token. */
export async function countPaused(id, filter, signal) {
  const { summary, reviewToken } = await search(id, { ...filter, pageSize: 1 }, signal);
  return { count: summary.count, reviewToken };
}

async function findStarted(id, before) {
  const { running, recent } = await api.get(api.paths.breaker(id));
  return [running, ...recent].find(
    (each) => each && !before.has(each.resolutionId) && each.actor === session.current()?.clientId,
  );
}

/**
 * Sends a decision and returns the id of its resolution as soon as it is recorded, before the call
 * itself completes. The server finishes the resolution in any case.
 *
 * @param key lets the server recognize the decision when it is sent again
 */
export async function decide(id, order, key) {
  const { recent, running } = await api.get(api.paths.breaker(id));
  const before = new Set([running, ...recent].filter(Boolean).map((each) => each.resolutionId));
  let answered = false;
  const call = api
    .post(`${api.paths.breaker(id)}/resolve_paused`, order, { headers: { 'Idempotency-Key': key } })
    .finally(() => (answered = true));
  for (;;) {
    await Promise.race([call, pause(POLL_MS)]);
    const wasAnswered = answered;
    const found = await findStarted(id, before);
    if (found) {
      call.catch(() => {});
      return found.resolutionId;
    }
    if (wasAnswered) {
      const { bulkActionId } = await call;
      if (bulkActionId) {
        return bulkActionId;
      }
      throw new Error('The decision was carried out, but is not among the recent decisions.');
    }
  }
}
