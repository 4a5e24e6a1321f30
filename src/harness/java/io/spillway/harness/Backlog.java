package io.spillway.harness;

import io.spillway.domain.execution.ExecutionIds;

/**
 * Paused executions of one automation.
 *
 * @param automationId of the automation
 * @param firstSegment the first of its consecutive segments
 * @param executions how many
 */
public record Backlog(String automationId, long firstSegment, int executions) {
  /** The id of the execution in a slot of the segment with this index. */
  public long executionId(int segment, int slot) {
    return ExecutionIds.of(firstSegment + segment, slot);
  }

  public int segments() {
    return segmentsOf(executions);
  }

  public static int segmentsOf(int executions) {
    return (executions + ExecutionIds.SLOTS - 1) / ExecutionIds.SLOTS;
  }

  /** Executions in the segment with this index. */
  public int countIn(int segment) {
    return Math.min(ExecutionIds.SLOTS, executions - segment * ExecutionIds.SLOTS);
  }
}
