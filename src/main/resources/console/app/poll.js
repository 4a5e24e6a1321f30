// Does something again and again while its view is open and the page is seen.

/**
 * Runs `task` now and every `ms` after it ended. A failure is told and does not stop it: that is how
 * an open page finds a node that was restarted.
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
  const onSight = () => !document.hidden && run();
  document.addEventListener('visibilitychange', onSight, { signal });
  window.addEventListener('online', onSight, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  run();
  return run;
}

/** Ends after `ms`, or at once when the view closes. */
export const pause = (ms, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
