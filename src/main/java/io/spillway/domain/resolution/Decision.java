package io.spillway.domain.resolution;

import io.spillway.domain.execution.ExecutionState;

/** What is to become of the executions that the breaker holds. */
public enum Decision {
  /** They become PENDING. */
  RUN(ExecutionState.PENDING),
  /** They become TERMINATE. */
  CANCEL(ExecutionState.TERMINATE);

  private final ExecutionState target;

  Decision(ExecutionState target) {
    this.target = target;
  }

  /** The state a held execution takes. */
  public ExecutionState target() {
    return target;
  }
}
