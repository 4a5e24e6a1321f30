package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.execution.StepMove;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.StepResult;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one execution goes on: what is made durable, then how it moves, then what is started.
 *
 * @param executionId of the execution
 * @param results to be stored before it moves
 * @param move along its steps
 * @param started what is run once it has moved, if the node runs something
 * @param jobType what workers ask for, if it waits for one then; else empty
 */
record Change(
    long executionId,
    List<StepResult> results,
    StepMove move,
    Optional<Start> started,
    String jobType) {
  static final byte[] NO_OUTPUT = {};

  Change {
    results = List.copyOf(results);
  }

  /**
   * A step to be started.
   *
   * @param step as active
   * @param run what to run
   * @param resumes whether it waited and goes on, rather than begins
   */
  record Start(ActiveStep step, NextStep.What.Run run, boolean resumes) {}

  /** The results of skipped steps. */
  static StepResult skipped(long executionId, Step step, int run, long nowMillis) {
    return result(
        executionId,
        new StepPosition(step.index(), run, 0, 0, 0),
        StepResult.Outcome.SKIPPED,
        nowMillis,
        nowMillis,
        0,
        StepError.NONE);
  }

  /** A result without output of a step that the node ran. */
  static StepResult result(
      long executionId,
      StepPosition position,
      StepResult.Outcome outcome,
      long startedAtMillis,
      long nowMillis,
      long dueMillis,
      StepError error) {
    return new StepResult(
        executionId,
        position.step(),
        position.run(),
        position.attempts() + 1,
        outcome,
        startedAtMillis,
        nowMillis,
        dueMillis,
        "",
        error,
        NO_OUTPUT);
  }

  /** A move of an execution that is in this run. */
  static StepMove move(long executionId, int run, ExecutionState to, StepPosition position) {
    return new StepMove(ExecutionIds.slotOf(executionId), run, to, position);
  }

  /** What expressions of the steps after {@code step} see. */
  static StepContext with(StepContext context, Step step, byte[] output) {
    if (output.length == 0) {
      return context;
    }
    Map<String, byte[]> outputs = new HashMap<>(context.outputs());
    outputs.put(step.name(), output);
    return new StepContext(context.trigger(), outputs);
  }
}
