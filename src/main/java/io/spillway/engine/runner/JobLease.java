package io.spillway.engine.runner;

import java.time.Duration;

/**
 * A job that a worker holds.
 *
 * @param type of the job
 * @param worker who holds it; empty if it was leased before this node owned the automation
 * @param startedAtMillis when it was leased, epoch milliseconds
 * @param stepCount steps of the execution's version; 0 if that is not known
 */
record JobLease(String type, String worker, long startedAtMillis, int stepCount) {
  /** How long a worker may hold a job, however often it extends its lease. */
  private static final Duration LONGEST = Duration.ofDays(7);

  /** The end of a lease that was asked for. */
  long extendedTo(long askedMillis) {
    return Math.min(askedMillis, startedAtMillis + LONGEST.toMillis());
  }
}
