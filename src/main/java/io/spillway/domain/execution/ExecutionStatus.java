package io.spillway.domain.execution;

/**
 * The mutable part of an execution at one moment.
 *
 * @param executionId its id
 * @param state current state
 * @param generation 0 if the breaker admitted it, else the trip generation that paused it
 * @param createdAtMillis epoch milliseconds
 * @param updatedAtMillis of the latest transition, epoch milliseconds
 * @param position in its steps; {@link StepPosition#START} before the first and after the last
 */
public record ExecutionStatus(
    long executionId,
    ExecutionState state,
    int generation,
    long createdAtMillis,
    long updatedAtMillis,
    StepPosition position) {
  /** Of an execution that is not within its steps. */
  public ExecutionStatus(
      long executionId,
      ExecutionState state,
      int generation,
      long createdAtMillis,
      long updatedAtMillis) {
    this(executionId, state, generation, createdAtMillis, updatedAtMillis, StepPosition.START);
  }
}
