// A list that is loaded page by page on demand.
import * as node from './node.js';

/**
 * @param fetchPage returns `{ list, nextPageToken }` for a page token
 * @param onChange called with the state on every change: `{ list, more, busy, failure }`
 */
export function pages(fetchPage, onChange, signal) {
  let state;
  let generation = 0;
  const set = (change) => {
    state = { ...state, ...change };
    if (!signal.aborted) {
      onChange(state);
    }
  };
  const fetchInto = async (token, before) => {
    const mine = generation;
    set({ busy: true, failure: null });
    try {
      const page = await fetchPage(token);
      if (mine === generation) {
        set({ list: before.concat(page.list), token: page.nextPageToken, more: page.nextPageToken !== '', busy: false });
      }
    } catch (failure) {
      if (mine === generation) {
        set({ failure, busy: false });
      }
    }
  };
  const restart = () => {
    generation++;
    set({ list: null, token: '', more: false });
    return fetchInto('', []);
  };
  const next = () => fetchInto(state.token, state.list ?? []);
  node.onReturn(() => state?.failure && (state.list ? next() : restart()), signal);
  return { restart, next };
}
