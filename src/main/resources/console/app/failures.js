// What a resolution could not move and why, from its event in the system log.
import * as api from './api.js';

const PAGE = 100;
const MAX_PAGES = 20;

/** The failed executions, and the ranges of those that could not be read. */
export async function failuresOf({ resolutionId, startedAt }, signal) {
  let pageToken = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await api.post(
      '/api/v1/systemlog/events',
      { since: startedAt, pageSize: PAGE, pageToken },
      { signal },
    );
    const found = answer.list.find(({ unmapped }) => unmapped.resolutionId === resolutionId);
    if (found) {
      const { failures = [], unreadable = [] } = found.unmapped;
      return { failures, unreadable };
    }
    pageToken = answer.nextPageToken;
    if (!pageToken) {
      break;
    }
  }
  return { failures: [], unreadable: [] };
}
