package io.spillway.chaos.history;

import java.time.Instant;
import java.util.Optional;

/**
 * A resolution as the database has it.
 *
 * @param id its id
 * @param automationId whose executions it resolves
 * @param order what was decided
 * @param counts so far
 * @param startedAt by the clock of its node
 * @param finishedAt by the same, empty while it runs
 */
public record StoredResolution(
    String id,
    String automationId,
    Order order,
    Counts counts,
    Instant startedAt,
    Optional<Instant> finishedAt) {
  /**
   * What was decided.
   *
   * @param run whether to release, else to cancel
   * @param reason by which the call is found
   * @param throughGeneration the latest trip that it resolves
   */
  public record Order(boolean run, String reason, int throughGeneration) {}

  /** Whether it had to move this execution, unless it was moved before. */
  public boolean covers(StoredExecution execution) {
    return execution.wasPaused()
        && execution.automationId().equals(automationId)
        && execution.status().generation() <= order.throughGeneration();
  }

  /** Whether the latest move of this execution bears the time of this resolution. */
  public boolean movedLast(StoredExecution execution) {
    return covers(execution)
        && execution.status().updatedAtMillis() == startedAt.toEpochMilli()
        && (order.run()
            ? !execution.isPaused() && !execution.isTerminated()
            : isCancelled(execution));
  }

  private static boolean isCancelled(StoredExecution execution) {
    return execution.isTerminated();
  }
}
