// Paused executions: search, and decide.
import * as api from './api.js';
import { usualFields } from './context-fields.js';
import { LISTED_BYTES, unwrapped } from './contexts.js';
import { bodyOf } from './filters.js';

export const PAUSED = 'AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER';

const PAGE = 100;

const search = (id, body, signal) =>
  api.post(
    `${api.paths.breaker(id)}/paused/search`,
    { pageSize: PAGE, maxContextBytes: LISTED_BYTES, ...body },
    { signal },
  );

const rowsOf = ({ list }) => list.map(({ automationExecution }) => unwrapped(automationExecution));

/** The fields to summarize unless the reader chooses, from the newest paused executions. */
export async function usualSummary(id, signal) {
  const newest = { automationTemplateId: id, executionStepStates: [PAUSED], pageSize: PAGE, maxContextBytes: LISTED_BYTES };
  // That search needs every segment; the one for reviews, which scans all, leaves out unreadable ones.
  const found = await api
    .post('/api/v1/search/automation_executions', newest, { signal })
    .catch(() => search(id, {}, signal));
  return usualFields(rowsOf(found));
}

async function searchWithSummary(id, body, summaryFields, signal) {
  try {
    return await search(id, { ...body, summaryFields }, signal);
  } catch (summaryFailure) {
    if (signal.aborted || summaryFields.length === 0) {
      throw summaryFailure;
    }
    // The list and the decision do not need the summary.
    return { ...(await search(id, body, signal)), summaryFailure };
  }
}

/**
 * The paused executions that match: the first page, a summary of all, the segments that could not be
 * read, and the token to resolve exactly these.
 */
export async function reviewPaused(id, filter, summaryFields, signal) {
  const found = await searchWithSummary(id, bodyOf(filter), summaryFields, signal);
  return {
    filter,
    rows: rowsOf(found),
    nextPageToken: found.nextPageToken,
    summary: found.summary,
    summaryFailure: found.summaryFailure,
    reviewToken: found.reviewToken,
    unreadable: found.unreadable ?? [],
  };
}

export async function morePaused(id, filter, pageToken, signal) {
  const page = await search(id, { ...bodyOf(filter), pageToken }, signal);
  return { rows: rowsOf(page), nextPageToken: page.nextPageToken };
}

/** What a resolution could not move and is still paused: the number, and segments that could not be read. */
export async function countFailed(id, retryOf, signal) {
  const { summary, unreadable = [] } = await search(id, { retryOf, pageSize: 1 }, signal);
  return { count: summary.count, unreadable };
}

/**
 * Sends a decision and returns the id of its resolution as soon as it is recorded. The server finishes
 * the resolution in any case.
 *
 * @param key lets the server recognize the decision when it is sent again
 */
export async function decide(id, order, key) {
  const headers = { 'Idempotency-Key': key, Prefer: 'respond-async' };
  const { bulkActionId } = await api.post(`${api.paths.breaker(id)}/resolve_paused`, order, { headers });
  return bulkActionId;
}
