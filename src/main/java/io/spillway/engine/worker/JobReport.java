package io.spillway.engine.worker;

import io.spillway.engine.job.StepReport;

/**
 * A worker reports about a job.
 *
 * @param lease of the job
 * @param report what it says
 */
public record JobReport(Lease lease, StepReport report) {

  /**
   * A hand-out of a step of an execution to a worker.
   *
   * @param automationId of the execution
   * @param executionId of the execution
   * @param step index of the step
   * @param run of the hand-out
   */
  public record Lease(String automationId, long executionId, int step, int run) {
    /** The lease of a job. */
    public static Lease of(Job job) {
      return new Lease(
          job.automationId(), job.step().executionId(), job.step().step(), job.step().run());
    }
  }
}
