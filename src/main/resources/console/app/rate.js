// How fast something is done, per second. Nothing is said before the span is long enough to mean
// something: a first sample, or a burst of samples that arrive together, does not.
const MIN_SPAN_MS = 2000;
const MAX_SPAN_MS = 20_000;

/** The rate over a whole span, or null if it is too short or nothing was done. */
export function rateOver(done, ms, least = MIN_SPAN_MS) {
  return ms >= least && done > 0 ? Math.round((done * 1000) / ms) : null;
}

/** A meter of something that goes on: takes samples of what is done in total, at a time. */
export function rateMeter() {
  const samples = [];
  return {
    add(done, atMs) {
      samples.push({ done, atMs });
      // The last one from before the span stays, to count from.
      while (samples.length > 2 && atMs - samples[1].atMs > MAX_SPAN_MS) {
        samples.shift();
      }
    },
    /** Over the last seconds, or null. */
    rate() {
      const first = samples[0];
      const last = samples.at(-1);
      return first ? rateOver(last.done - first.done, last.atMs - first.atMs) : null;
    },
  };
}
