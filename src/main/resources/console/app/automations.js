// Lists of automations.
import * as api from './api.js';

const MAX = 1000;
const PAGE = 100;
const BREAKERS_PAGE = 50;

/** The newest automations, for a choice; not more than can be chosen from. */
export async function findAutomations(signal) {
  const list = [];
  let pageToken = '';
  do {
    const page = await api.post('/api/v1/search/automations', { pageSize: PAGE, pageToken }, { signal });
    list.push(...page.list);
    pageToken = page.nextPageToken;
  } while (pageToken && list.length < MAX);
  return list;
}

/**
 * Breakers, those first that need attention.
 *
 * @param pages how many pages to load, from the first
 */
export async function findBreakers({ query, tripped, pages }, signal) {
  const list = [];
  let answer = { nextPageToken: '' };
  for (let page = 0; page < pages && (page === 0 || answer.nextPageToken); page++) {
    answer = await api.post(
      '/api/v1/search/circuit_breakers',
      { query, tripped, pageSize: BREAKERS_PAGE, pageToken: answer.nextPageToken },
      { signal },
    );
    list.push(...answer.list);
  }
  // One that moved between two pages is shown once.
  const byId = new Map(list.map((each) => [each.automationId, each]));
  return { list: [...byId.values()], matchCount: answer.matchCount, more: answer.nextPageToken !== '' };
}
