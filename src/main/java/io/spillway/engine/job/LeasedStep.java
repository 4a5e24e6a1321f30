package io.spillway.engine.job;

/**
 * A step that is leased to a worker.
 *
 * @param executionId of the execution
 * @param automationVersion the published version that the execution started with
 * @param step its index, from 0
 * @param stepName as expressions name it
 * @param type of the job
 * @param run of the hand-out, which fences
 * @param attempt its number, from 1
 * @param maxAttempts after which the execution ends in ERROR
 * @param deadlineMillis the end of the lease, epoch milliseconds
 * @param input the configuration of the step, templates evaluated: a JSON object in UTF-8; shared,
 *     never modified
 * @param context what expressions see: a JSON object in UTF-8; shared, never modified
 */
@SuppressWarnings("ArrayRecordComponent") // Up to some MiB: passed on, not copied.
public record LeasedStep(
    long executionId,
    int automationVersion,
    int step,
    String stepName,
    String type,
    int run,
    int attempt,
    int maxAttempts,
    long deadlineMillis,
    byte[] input,
    byte[] context) {
  /** The size of its input and context, in bytes. */
  public long bytes() {
    return (long) input.length + context.length;
  }
}
