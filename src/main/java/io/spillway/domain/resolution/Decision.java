package io.spillway.domain.resolution;

import io.spillway.domain.execution.ExecutionState;

/** What becomes of paused executions. */
public enum Decision {
  /** They become PENDING. */
  RUN(ExecutionState.PENDING),
  /** They become TERMINATE. */
  CANCEL(ExecutionState.TERMINATE);

  private final ExecutionState target;

  Decision(ExecutionState target) {
    this.target = target;
  }

  /** The state that a paused execution moves to. */
  public ExecutionState target() {
    return target;
  }
}
