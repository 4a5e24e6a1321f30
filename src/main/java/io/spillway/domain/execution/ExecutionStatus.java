package io.spillway.domain.execution;

/**
 * The mutable part of an execution at one moment.
 *
 * @param executionId its id
 * @param state current state
 * @param generation 0 if the breaker admitted it, else the trip generation that paused it
 * @param createdAtMillis epoch milliseconds
 * @param updatedAtMillis of the latest transition, epoch milliseconds
 */
public record ExecutionStatus(
    long executionId,
    ExecutionState state,
    int generation,
    long createdAtMillis,
    long updatedAtMillis) {}
