package io.spillway.engine.worker;

import io.spillway.engine.job.LeasedStep;
import io.spillway.engine.step.StepRun;

/** A step of an automation that is leased to a worker. */
public record Job(String automationId, LeasedStep step) {
  /** What is around an input and a context in an answer, in bytes, without names. */
  private static final int ENVELOPE = 1_024;

  /** A character of a name, as JSON in UTF-8. */
  private static final int BYTES_OF_CHARACTER = 6;

  /** The size of the job in an answer, in bytes; never less than it is. */
  public long bytes() {
    int names = automationId.length() + step.type().length() + step.stepName().length();
    return ENVELOPE + (long) BYTES_OF_CHARACTER * names + step.bytes();
  }

  /** The same on every attempt of this step of this execution. */
  public String idempotencyKey() {
    return StepRun.idempotencyKey(step.executionId(), step.step());
  }
}
