// Loads automations and the state of their breakers for a list.
import * as api from './api.js';

const MAX = 1000;
const PAGE = 100;
const CONCURRENCY = 6;

/** The newest automations that match, and whether there are more than were loaded. */
export async function findAutomations(query, signal) {
  const list = [];
  let pageToken = '';
  do {
    const page = await api.post('/api/v1/search/automations', { query, pageSize: PAGE, pageToken }, { signal });
    list.push(...page.list);
    pageToken = page.nextPageToken;
  } while (pageToken && list.length < MAX);
  return { list, more: pageToken !== '' };
}

/** Reports by automation id; those that cannot be loaded are omitted. */
export async function reports(ids, signal) {
  const waiting = [...ids];
  const found = new Map();
  const work = async () => {
    for (let id = waiting.shift(); id; id = waiting.shift()) {
      const report = await api.get(api.paths.breaker(id), { signal }).catch(() => null);
      if (report) {
        found.set(id, report);
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return found;
}
