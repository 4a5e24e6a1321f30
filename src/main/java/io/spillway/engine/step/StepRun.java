package io.spillway.engine.step;

import io.vertx.core.json.JsonObject;

/**
 * One attempt of a step.
 *
 * @param automationId of the automation
 * @param executionId of the execution
 * @param step what to run
 * @param run of the hand-out, which fences
 * @param attempt its number, from 1
 * @param configuration of the step, templates evaluated
 * @param context what expressions see
 * @param cancellation tells when the execution was terminated meanwhile
 */
public record StepRun(
    String automationId,
    long executionId,
    Step step,
    int run,
    int attempt,
    JsonObject configuration,
    StepContext context,
    StepCancellation cancellation) {
  /** The same on every attempt of this step of this execution, and of no other. */
  public String idempotencyKey() {
    return idempotencyKey(executionId, step.index());
  }

  /** As {@link #idempotencyKey()}, of any step. */
  public static String idempotencyKey(long executionId, int step) {
    return "spw-" + executionId + "-" + step;
  }
}
