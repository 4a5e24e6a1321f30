package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.StepResult;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepContext;
import java.util.List;
import java.util.Optional;

/**
 * An execution that may go on, with what is needed to decide how.
 *
 * @param status as its segment has it
 * @param fact as it was created
 * @param steps of its version
 * @param context what expressions see
 * @param resumes whether its step waited and goes on now, rather than being tried again
 * @param durable what came of its latest hand-out, if that is stored but the execution was not
 *     moved
 * @param next what comes; after the step, if it is durable that it is done
 */
record Candidate(
    ExecutionStatus status,
    ExecutionFact fact,
    List<Step> steps,
    StepContext context,
    boolean resumes,
    Optional<StepResult> durable,
    NextStep next) {
  long executionId() {
    return status.executionId();
  }

  /** Whether it is a job that waits for a worker. */
  boolean isQueued() {
    return status.state() == ExecutionState.GET_STEP && position().dueMillis() > 0;
  }

  StepPosition position() {
    return status.position();
  }

  /** Bytes that are kept in memory while its step runs. */
  long bytes() {
    long outputs = context.outputs().values().stream().mapToLong(output -> output.length).sum();
    return fact.context().length + outputs;
  }
}
