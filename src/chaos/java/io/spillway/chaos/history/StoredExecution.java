package io.spillway.chaos.history;

import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;

/**
 * An execution as the database has it.
 *
 * @param status its status
 * @param automationId whose it is
 * @param marker of the trigger that created it, from its context
 */
public record StoredExecution(ExecutionStatus status, String automationId, String marker) {
  public long id() {
    return status.executionId();
  }

  public ExecutionState state() {
    return status.state();
  }

  /** Whether the breaker paused it when it was created. */
  public boolean wasPaused() {
    return status.generation() > 0;
  }

  public boolean isPaused() {
    return state() == ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
  }

  public boolean isTerminated() {
    return state() == ExecutionState.TERMINATE;
  }
}
