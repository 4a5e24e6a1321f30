package io.spillway.domain.resolution;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of one resolve call.
 *
 * @param id opaque, unique
 * @param automationId the automation whose executions it resolves
 * @param order what was decided, by whom and why
 * @param throughGeneration executions paused by trips up to this generation are resolved, later
 *     ones are not
 * @param total paused executions when it started
 * @param counts what it has done at least; exact once it is finished
 * @param startedAt when the breaker was reset
 * @param finishedAt when it was finished: its audit row is as durable as it is
 */
public record Resolution(
    String id,
    String automationId,
    Order order,
    int throughGeneration,
    long total,
    Counts counts,
    Instant startedAt,
    Optional<Instant> finishedAt) {

  /**
   * The decision of an administrator.
   *
   * @param decision run or cancel
   * @param reason free text, at most {@value #MAX_REASON} bytes of UTF-8, may be empty
   * @param actor who decided
   * @param selection which of the paused executions; all if there is none
   * @param resetBreaker whether it clears a trip and restarts the window
   */
  public record Order(
      Decision decision,
      String reason,
      String actor,
      Optional<Selection> selection,
      boolean resetBreaker) {
    /** The maximum length of a reason, in bytes of UTF-8. */
    public static final int MAX_REASON = 1_024;

    /** For every paused execution. */
    public Order(Decision decision, String reason, String actor) {
      this(decision, reason, actor, Optional.empty());
    }

    /** With a reset of the breaker. */
    public Order(Decision decision, String reason, String actor, Optional<Selection> selection) {
      this(decision, reason, actor, selection, true);
    }

    public Order {
      requireReason(reason);
    }

    /**
     * Returns a reason that is short enough.
     *
     * @throws IllegalArgumentException if it is too long
     */
    public static String requireReason(String reason) {
      int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_REASON) {
        throw new IllegalArgumentException(
            "reason has " + bytes + " bytes of UTF-8, must be at most " + MAX_REASON);
      }
      return reason;
    }
  }

  /** The resolution whose failures it retries, if it does. */
  public Optional<String> retryOf() {
    return order.selection.flatMap(selection -> selection.filter().retryOf());
  }

  /**
   * How many executions were resolved and how many could not be.
   *
   * @param paused executions that left the paused state
   * @param errored executions that could not be moved and stay paused
   */
  public record Counts(long paused, long errored) {
    public static final Counts NONE = new Counts(0, 0);

    /**
     * These counts, but not behind earlier ones: neither the executions that were resolved nor the
     * sum falls. An execution that could not be moved may have been moved since.
     */
    public Counts atLeast(Counts earlier) {
      long resolved = Math.max(paused, earlier.paused);
      long all = Math.max(paused + errored, earlier.paused + earlier.errored);
      return new Counts(resolved, all - resolved);
    }
  }

  /** Whether it is finished. */
  public boolean isDone() {
    return finishedAt.isPresent();
  }

  /** This resolution with other counts. */
  public Resolution counting(Counts now) {
    return new Resolution(
        id, automationId, order, throughGeneration, total, now, startedAt, finishedAt);
  }

  /** This resolution with counts that are not behind those of an earlier state of it. */
  public Resolution atLeast(Resolution earlier) {
    return isDone() ? this : counting(counts.atLeast(earlier.counts));
  }

  /** This resolution, finished. */
  public Resolution finished(Counts outcome, Instant at) {
    return new Resolution(
        id, automationId, order, throughGeneration, total, outcome, startedAt, Optional.of(at));
  }
}
