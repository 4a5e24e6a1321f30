// Maps URLs to views, and navigates.
const routes = [];
let onVisit = () => {};

/** Adds a route. A pattern is like `/automations/:id`, where `:id` is a parameter. */
export function route(pattern, view) {
  const names = [];
  const source = pattern.replace(/:(\w+)/g, (_, name) => {
    names.push(name);
    return '([^/]+)';
  });
  routes.push({ match: new RegExp(`^${source}/?$`), names, view });
}

function find(path) {
  for (const { match, names, view } of routes) {
    const found = match.exec(path);
    if (found) {
      return paramsOf(names, found, view);
    }
  }
  return null;
}

function paramsOf(names, found, view) {
  try {
    return { view, params: Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1])])) };
  } catch {
    // Not a percent-encoding.
    return null;
  }
}

const visit = () => onVisit(find(location.pathname));

/** Opens the current view anew. */
export const reload = visit;

export function go(address, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  visit();
}

/** Changes the query of the URL without leaving the view: filters are part of the URL. */
export function setQuery(values) {
  const query = new URLSearchParams();
  Object.entries(values).forEach(([name, value]) => value && query.set(name, value));
  const text = query.toString();
  history.replaceState(null, '', location.pathname + (text ? `?${text}` : ''));
}

export const query = () => Object.fromEntries(new URLSearchParams(location.search));

function onClick(event) {
  const link = event.target.closest?.('a[href]');
  const modified = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || modified || link.target || link.hasAttribute('download')) {
    return;
  }
  const to = new URL(link.href);
  if (to.origin === location.origin && !to.hash && find(to.pathname)) {
    event.preventDefault();
    go(to.pathname + to.search);
  }
}

export function start(listener) {
  onVisit = listener;
  document.addEventListener('click', onClick);
  window.addEventListener('popstate', visit);
  visit();
}
