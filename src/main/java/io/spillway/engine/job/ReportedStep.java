package io.spillway.engine.job;

/**
 * The reply of {@code AutomationCommand.ReportStep}.
 *
 * @param outcome what the report did
 * @param deadlineMillis the end of the lease after an extension, epoch milliseconds; 0 if there is
 *     none
 * @param message why it did nothing; empty if it did
 */
public record ReportedStep(Outcome outcome, long deadlineMillis, String message) {

  /** What a report did. */
  public enum Outcome {
    /** It counts. */
    ACCEPTED,
    /** It came before, and counts once. */
    REPEATED,
    /** The lease has ended, or the step was handed out again. Nothing was changed. */
    STALE,
    /** The execution has ended, or does not exist. Nothing was changed. */
    GONE,
    /** The report cannot be understood. Nothing was changed. */
    INVALID
  }

  /** A report that counts and leaves no lease behind. */
  public static final ReportedStep ACCEPTED = new ReportedStep(Outcome.ACCEPTED, 0, "");

  /** A report that changed nothing. */
  public static ReportedStep refused(Outcome outcome, String message) {
    return new ReportedStep(outcome, 0, message);
  }
}
