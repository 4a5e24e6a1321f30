package io.spillway.api.http;

import io.spillway.domain.execution.StepError;
import io.spillway.engine.step.Step;

/**
 * A step of an execution, for people.
 *
 * @param step as defined
 * @param state where it is
 * @param attempt the number of the latest attempt, from 1; 0 before the first, and again after a
 *     retry by hand
 * @param times of it
 * @param worker who ran the latest attempt that ended; empty if the node did, or none ended
 * @param error why the latest attempt failed; {@link StepError#NONE} if none has, or the step is
 *     done
 * @param output a JSON value in UTF-8, empty if there is none; shared, never modified
 */
@SuppressWarnings("ArrayRecordComponent") // Up to 256 KiB: passed on, not copied.
record StepRow(
    Step step,
    State state,
    int attempt,
    Times times,
    String worker,
    StepError error,
    byte[] output) {

  /** Where a step is. */
  enum State {
    /**
     * Not begun, or it waits for its turn or a worker. In an execution that has ended: never ran.
     */
    QUEUED,
    /** An attempt is under way. */
    RUNNING,
    /** For its next attempt, a time, a callback or a child. */
    WAITING,
    /** Done. */
    COMPLETED,
    /** Left out by its condition. */
    SKIPPED,
    /** The latest attempt failed, and none follows. */
    FAILED
  }

  /**
   * Times of a step in epoch milliseconds, 0 where there is none.
   *
   * @param started when the step was begun
   * @param completed when it was done, skipped, or failed for good
   * @param nextAttempt when it is tried again
   * @param waitingUntil when it goes on at the latest
   */
  record Times(long started, long completed, long nextAttempt, long waitingUntil) {
    static final Times NONE = new Times(0, 0, 0, 0);
  }
}
