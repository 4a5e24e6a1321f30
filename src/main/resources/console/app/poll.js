// Polling while a view is open and the page is visible.
import * as node from './node.js';

/**
 * Runs `task` now, and again `ms` after each end. A failure is reported and does not stop the polling,
 * so that an open page finds a restarted node.
 *
 * @returns a function that runs it at once, or once more if it is running
 */
export function poll(ms, task, { onFailure = () => {}, signal }) {
  let timer;
  let running = false;
  let again = false;
  const run = async () => {
    clearTimeout(timer);
    if (running || signal.aborted) {
      again = running;
      return;
    }
    running = true;
    again = false;
    try {
      await task();
    } catch (failure) {
      if (!signal.aborted) {
        onFailure(failure);
      }
    }
    running = false;
    if (again) {
      run();
    } else if (!signal.aborted && !document.hidden) {
      timer = setTimeout(run, ms);
    }
  };
  const onVisible = () => !document.hidden && run();
  document.addEventListener('visibilitychange', onVisible, { signal });
  window.addEventListener('online', onVisible, { signal });
  node.onReturn(run, signal);
  signal.addEventListener('abort', () => clearTimeout(timer));
  run();
  return run;
}

/** Resolves after `ms`, or immediately when the view closes. */
export const pause = (ms, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
