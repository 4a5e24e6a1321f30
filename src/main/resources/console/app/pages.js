// A list that is read page by page, and grows when asked to.

/**
 * @param fetchPage answers `{ list, nextPageToken }` for a page token
 * @param onChange told the state whenever it changes: `{ list, more, busy, failure }`
 */
export function pages(fetchPage, onChange, signal) {
  let state;
  let turn = 0;
  const set = (change) => {
    state = { ...state, ...change };
    if (!signal.aborted) {
      onChange(state);
    }
  };
  const fetchInto = async (token, before) => {
    const mine = turn;
    set({ busy: true, failure: null });
    try {
      const page = await fetchPage(token);
      if (mine === turn) {
        set({ list: before.concat(page.list), token: page.nextPageToken, more: page.nextPageToken !== '', busy: false });
      }
    } catch (failure) {
      if (mine === turn) {
        set({ failure, busy: false });
      }
    }
  };
  return {
    restart() {
      turn++;
      set({ list: null, token: '', more: false });
      return fetchInto('', []);
    },
    next: () => fetchInto(state.token, state.list ?? []),
  };
}
