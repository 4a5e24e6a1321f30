// The names of automations, for lists that have their ids only.
import * as api from './api.js';

const PAGE = 100;

/**
 * Keeps the names that were loaded while a view is open.
 *
 * @param onChange called when names were added
 */
export function names(onChange, signal) {
  const known = new Map();
  const told = new Map();
  const load = async (ids) => {
    const { list } = await api.post(
      '/api/v1/search/automations',
      { refs: ids.map((id) => ({ id })), pageSize: PAGE },
      { signal },
    );
    list.forEach(({ id, displayName }) => known.set(id, displayName || id));
    // Deleted automations are not found, and are not asked for again.
    ids.filter((id) => !known.has(id)).forEach((id) => known.set(id, ''));
    onChange();
  };
  return {
    /** Takes a name from elsewhere, for an automation that is not found any more. */
    learn(id, name) {
      if (name) {
        told.set(id, name);
      }
    },
    /** Loads the names of these automations, unless they are known. */
    async find(ids) {
      const missing = [...new Set(ids)].filter((id) => id && !known.has(id));
      for (let from = 0; from < missing.length; from += PAGE) {
        // Without names the ids are shown.
        await load(missing.slice(from, from + PAGE)).catch(() => {});
      }
    },
    of: (id) => known.get(id) || told.get(id) || id,
  };
}
