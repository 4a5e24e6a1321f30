package io.spillway.store.sql;

import java.time.Clock;
import java.time.Duration;

/**
 * How long writes have waited without a commit, and whether the latest change was committed. The
 * writer thread reports what happens, any thread may ask.
 */
final class CommitProgress {
  private static final long NOBODY_WAITS = Long.MIN_VALUE;

  private final Clock clock;
  private volatile long sinceMillis = NOBODY_WAITS;
  private volatile boolean latestCommitted;

  CommitProgress(Clock clock) {
    this.clock = clock;
  }

  /** There are writes to commit. */
  void writesWait() {
    if (sinceMillis == NOBODY_WAITS) {
      sinceMillis = clock.millis();
    }
  }

  /**
   * A transaction is committed.
   *
   * @param changed whether it wrote anything; one that did not succeeds on a full disk, too
   */
  void committed(boolean changed) {
    sinceMillis = clock.millis();
    if (changed) {
      latestCommitted = true;
    }
  }

  /** The database did not begin or commit a transaction. */
  void failed() {
    latestCommitted = false;
  }

  /** Nothing is queued, and nothing is in a transaction. */
  void nobodyWaits() {
    sinceMillis = NOBODY_WAITS;
  }

  /** Time since the latest commit, or since the first write that waits; zero if none waits. */
  Duration withoutCommit() {
    long since = sinceMillis;
    return since == NOBODY_WAITS
        ? Duration.ZERO
        : Duration.ofMillis(Math.max(0, clock.millis() - since));
  }

  /** Whether the latest change was committed; false before the first. */
  boolean latestCommitted() {
    return latestCommitted;
  }
}
