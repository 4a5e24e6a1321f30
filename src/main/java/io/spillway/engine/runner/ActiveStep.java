package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.StepPosition;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepCancellation;
import io.spillway.engine.step.StepContext;
import java.util.List;

/**
 * A step that this node runs now.
 *
 * @param fact of its execution
 * @param steps of the execution's version
 * @param step the one that runs
 * @param position of the execution since it was handed out
 * @param context what its expressions see
 * @param startedAtMillis when it was handed out, epoch milliseconds
 * @param bytes that are kept in memory for it
 * @param cancellation is told when the execution is terminated
 */
record ActiveStep(
    ExecutionFact fact,
    List<Step> steps,
    Step step,
    StepPosition position,
    StepContext context,
    long startedAtMillis,
    long bytes,
    StepCancellation cancellation) {
  long executionId() {
    return fact.executionId();
  }

  /** The number of this attempt, from 1. */
  int attempt() {
    return position.attempts() + 1;
  }
}
