// Polling while a view is open and the page is visible.

/**
 * Runs `task` now, and again `ms` after each end. A failure is reported and does not stop the polling,
 * so that an open page finds a restarted node.
 */
export function poll(ms, task, { onFailure = () => {}, signal }) {
  let timer;
  let running = false;
  const run = async () => {
    clearTimeout(timer);
    if (running || signal.aborted) {
      return;
    }
    running = true;
    try {
      await task();
    } catch (failure) {
      if (!signal.aborted) {
        onFailure(failure);
      }
    }
    running = false;
    if (!signal.aborted && !document.hidden) {
      timer = setTimeout(run, ms);
    }
  };
  const onVisible = () => !document.hidden && run();
  document.addEventListener('visibilitychange', onVisible, { signal });
  window.addEventListener('online', onVisible, { signal });
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
