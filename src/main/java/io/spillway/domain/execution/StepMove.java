package io.spillway.domain.execution;

/**
 * Moves one execution along its steps, possibly over several legal transitions at once.
 *
 * <p>Idempotent by value: it applies only while the execution's run is {@code expectedRun}, and an
 * execution that is in the target state at the target position already has been moved.
 *
 * @param slot of the execution
 * @param expectedRun the run that the execution must have
 * @param to the target state
 * @param position afterwards; not kept in DONE and TERMINATE
 */
public record StepMove(int slot, int expectedRun, ExecutionState to, StepPosition position) {}
