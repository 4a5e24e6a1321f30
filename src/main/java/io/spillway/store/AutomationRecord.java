package io.spillway.store;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.breaker.BreakerState;
import java.time.Instant;
import java.util.Optional;

/**
 * An automation as stored.
 *
 * @param automation its definition
 * @param breaker the durable state of its breaker
 * @param lastExecutedAt when its latest execution was created, if it has one
 * @param revision raised by one with every commit; 1 is its creation
 * @param epoch ownership epoch: 1 for the creator, raised by each claim
 */
public record AutomationRecord(
    Automation automation,
    BreakerState breaker,
    Optional<Instant> lastExecutedAt,
    long revision,
    long epoch) {

  /** The first revision, owned by its creator. */
  public static AutomationRecord created(Automation automation, BreakerState breaker) {
    return new AutomationRecord(automation, breaker, Optional.empty(), 1, 1);
  }

  /** The next revision, with another breaker. */
  public AutomationRecord next(BreakerState nextBreaker) {
    return new AutomationRecord(automation, nextBreaker, lastExecutedAt, revision + 1, epoch);
  }

  /** The next revision, with another definition and breaker. */
  public AutomationRecord next(Automation nextAutomation, BreakerState nextBreaker) {
    return new AutomationRecord(nextAutomation, nextBreaker, lastExecutedAt, revision + 1, epoch);
  }

  /** The next revision, with another breaker, after an execution at this moment. */
  public AutomationRecord next(BreakerState nextBreaker, Instant executedAt) {
    return new AutomationRecord(
        automation, nextBreaker, Optional.of(executedAt), revision + 1, epoch);
  }

  /** This record with {@link Automation#outline}. */
  public AutomationRecord outline() {
    return new AutomationRecord(automation.outline(), breaker, lastExecutedAt, revision, epoch);
  }
}
