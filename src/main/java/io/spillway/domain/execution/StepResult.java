package io.spillway.domain.execution;

/**
 * What came of one hand-out of a step. Durable before the execution moves on, and never changed.
 *
 * @param executionId of the execution
 * @param step index of the step
 * @param run of the hand-out
 * @param attempt the number of the attempt, from 1
 * @param outcome what came of it
 * @param startedAtMillis when it was handed out, epoch milliseconds
 * @param endedAtMillis when the outcome was known, epoch milliseconds
 * @param dueMillis when a failed attempt is repeated or a waiting step goes on, epoch milliseconds;
 *     0 if it does not
 * @param worker who ran it; empty if the node did
 * @param error why it failed; {@link StepError#NONE} if it did not
 * @param output a JSON value in UTF-8, empty if there is none; shared, never modified
 */
@SuppressWarnings("ArrayRecordComponent") // Up to 256 KiB: passed on, not copied.
public record StepResult(
    long executionId,
    int step,
    int run,
    int attempt,
    Outcome outcome,
    long startedAtMillis,
    long endedAtMillis,
    long dueMillis,
    String worker,
    StepError error,
    byte[] output) {

  /** What came of a hand-out. The codes are stored; they never change. */
  public enum Outcome {
    /** The step is done. */
    COMPLETED(1),
    /** The step was skipped by its condition. */
    SKIPPED(2),
    /** The attempt failed; it is repeated at {@code dueMillis}, or never if that is 0. */
    FAILED(3),
    /** The step waits: for a time, a callback or a child. */
    WAITING(4);

    private static final Outcome[] ALL = values();
    private final byte code;

    Outcome(int code) {
      this.code = (byte) code;
    }

    /** The stored form, 1 to 4. */
    public byte code() {
      return code;
    }

    /**
     * The outcome with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Outcome ofCode(int code) {
      if (code < 1 || code > ALL.length) {
        throw new IllegalArgumentException(
            "code of a step's outcome is " + code + ", must be 1 to " + ALL.length);
      }
      return ALL[code - 1];
    }
  }
}
