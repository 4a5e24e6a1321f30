// Whether the node answers. Requests report it, and in between the node is asked while the page is
// visible, so that its silence is noticed on a view that requests nothing.
const ASK_MS = 3000;
const LIMIT_MS = 5000;

let answering = true;
let asking = false;
let timer;
const listeners = new Set();

export const isAnswering = () => answering;

/** Notes that the node answered a request, or did not. */
export function note(answered) {
  if (answered !== answering) {
    answering = answered;
    listeners.forEach((listener) => listener(answered));
  }
}

async function ask() {
  clearTimeout(timer);
  if (asking) {
    return;
  }
  asking = true;
  try {
    const response = await fetch('/health/live', { cache: 'no-store', signal: AbortSignal.timeout(LIMIT_MS) });
    note(response.ok);
  } catch {
    note(false);
  }
  asking = false;
  if (!document.hidden) {
    timer = setTimeout(ask, ASK_MS);
  }
}

/** Calls `listener` with whether the node answers, on every change until `signal` is aborted. */
export function onChange(listener, signal) {
  listeners.add(listener);
  signal?.addEventListener('abort', () => listeners.delete(listener));
}

/** Calls `listener` when the node answers again. */
export const onReturn = (listener, signal) => onChange((answers) => answers && listener(), signal);

/** Begins to ask: now, in intervals, and at once when somebody comes back to the page. */
export function watch() {
  document.addEventListener('visibilitychange', () => !document.hidden && ask());
  ['focus', 'pageshow', 'online', 'offline'].forEach((event) => window.addEventListener(event, ask));
  ask();
}
