package io.spillway.app;

import java.time.Duration;

/**
 * Work to be done periodically.
 *
 * @param name for the log
 * @param firstDelay from the start of the node to the first run
 * @param interval between runs
 * @param consequence of a failed run, for the log
 * @param work blocks; throws if it fails
 * @param cancel asks a run in progress to stop early, on another thread
 */
record HousekeepingTask(
    String name,
    Duration firstDelay,
    Duration interval,
    String consequence,
    Runnable work,
    Runnable cancel) {

  /** A task whose runs are too short to be cancelled. */
  HousekeepingTask(
      String name, Duration firstDelay, Duration interval, String consequence, Runnable work) {
    this(name, firstDelay, interval, consequence, work, () -> {});
  }
}
