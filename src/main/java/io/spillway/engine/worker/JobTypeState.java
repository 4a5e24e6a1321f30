package io.spillway.engine.worker;

import io.spillway.engine.job.JobDepth;
import java.util.Comparator;

/**
 * The jobs of a type, and who runs them.
 *
 * @param type of the jobs
 * @param depth how many there are
 * @param workers that asked for them within five minutes, counted on each node
 * @param lastPollMillis when one asked last, epoch milliseconds; 0 if not since the start
 */
public record JobTypeState(String type, JobDepth depth, int workers, long lastPollMillis) {
  /** The type with the most jobs that are ready, and then by name. */
  static final Comparator<JobTypeState> MOST_READY_FIRST =
      Comparator.comparingInt((JobTypeState state) -> state.depth().ready())
          .reversed()
          .thenComparing(JobTypeState::type);

  JobTypeState plus(JobTypeState other) {
    return new JobTypeState(
        type,
        depth.plus(other.depth),
        workers + other.workers,
        Math.max(lastPollMillis, other.lastPollMillis));
  }
}
