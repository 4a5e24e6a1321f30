package io.spillway.bench;

import io.spillway.domain.execution.ExecutionIds;
import java.util.stream.IntStream;

/**
 * Executions of one automation that its breaker holds.
 *
 * @param automationId whose
 * @param firstSegment the first of its consecutive segments
 * @param executions how many
 */
public record Backlog(String automationId, long firstSegment, int executions) {
  /** The id of an execution of its. */
  long executionId(int segment, int slot) {
    return ExecutionIds.of(firstSegment + segment, slot);
  }

  int segments() {
    return segmentsOf(executions);
  }

  static int segmentsOf(int executions) {
    return (executions + ExecutionIds.SLOTS - 1) / ExecutionIds.SLOTS;
  }

  /** Executions in the segment of that number. */
  int countIn(int segment) {
    return Math.min(ExecutionIds.SLOTS, executions - segment * ExecutionIds.SLOTS);
  }

  /**
   * Has the node read every segment, so that they are in its memory as they are after the triggers.
   */
  void touch(NodeClient node) {
    node.breaker(automationId);
    node.getAll(
        IntStream.range(0, segments())
            .mapToObj(index -> "/api/v1/automation_executions/" + executionId(index, 0))
            .toList());
  }
}
