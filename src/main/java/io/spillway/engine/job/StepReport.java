package io.spillway.engine.job;

import io.spillway.domain.execution.StepError;
import java.time.Duration;
import java.util.Optional;

/** What a worker says about a step that was leased to it. */
public sealed interface StepReport {
  /**
   * The step is done.
   *
   * @param output a JSON value in UTF-8, empty for none; shared, never modified
   */
  @SuppressWarnings("ArrayRecordComponent") // Up to 256 KiB: passed on, not copied.
  record Complete(byte[] output) implements StepReport {
    /** The maximum size of an output, in bytes. */
    public static final int MAX_OUTPUT = 256 << 10;
  }

  /**
   * The attempt failed.
   *
   * @param error why
   * @param retryAfter how long to wait before the next attempt at least, if the worker said so
   * @param isFinal whether no further attempt may be made
   */
  record Fail(StepError error, Optional<Duration> retryAfter, boolean isFinal)
      implements StepReport {}

  /**
   * The worker goes on.
   *
   * @param lease from now on
   */
  record Extend(Duration lease) implements StepReport {}

  /** The worker gives the step back, which burns no attempt. */
  record Release() implements StepReport {}
}
