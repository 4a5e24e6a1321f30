package io.spillway.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes events of the system log that are older than is asked for, in steps of a few, one node of
 * a cluster at a time.
 *
 * <p>Events are removed in the order of their numbers, up to the first that is not old, so that
 * those that are left form a chain. The newest of the old events stays. So whoever reads the log at
 * least once within the retention finds the last event it has seen still there, and goes on from
 * it.
 */
public final class AuditRetention {
  private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);

  private final Store store;
  private final Duration retention;
  private final Clock clock;
  private volatile boolean stopped;

  /**
   * @param retention how long an event is kept
   */
  public AuditRetention(Store store, Duration retention, Clock clock) {
    this.store = store;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Removes what is old now. Blocks.
   *
   * @return how many events that were
   */
  public long run() {
    Instant moment = clock.instant().minus(retention);
    OptionalLong newest = store.auditLog().newestBefore(moment);
    if (newest.isEmpty()) {
      return 0;
    }
    long removed = 0;
    int some = 1;
    while (some > 0 && !stopped) {
      some = store.runExclusively(() -> store.auditLog().removeSome(moment, newest.getAsLong()));
      removed += some;
    }
    if (removed > 0) {
      LOG.info("removed {} events of the system log from before {}", removed, moment);
    }
    return removed;
  }

  /** Ends a run after the step it is at; calling it again is fine. */
  public void stop() {
    stopped = true;
  }
}
