// The failed executions of a resolution and their causes, from its event in the system log.
import * as api from './api.js';

const PAGE = 100;
const MAX_PAGES = 20;

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
      return found.unmapped.failures ?? [];
    }
    pageToken = answer.nextPageToken;
    if (!pageToken) {
      break;
    }
  }
  return [];
}
