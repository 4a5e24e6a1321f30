package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.event.IdRanges;
import io.spillway.engine.event.Telemetry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tells of executions that ended: one event for each batch and state, not one an execution. */
final class RunnerEvents {
  private RunnerEvents() {}

  static void publish(
      Telemetry telemetry, String automationId, List<Change> changes, List<Boolean> made) {
    Map<ExecutionState, IdRanges> byState = new EnumMap<>(ExecutionState.class);
    for (int i = 0; i < changes.size(); i++) {
      ExecutionState to = changes.get(i).move().to();
      if (made.get(i) && (to == ExecutionState.DONE || to == ExecutionState.ERROR)) {
        long executionId = changes.get(i).executionId();
        byState.computeIfAbsent(to, first -> new IdRanges()).add(executionId, executionId);
      }
    }
    byState.forEach((to, ended) -> telemetry.ended(automationId, ended, to));
  }
}
