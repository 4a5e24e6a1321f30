package io.spillway.engine.step;

import io.spillway.domain.execution.StepError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What came of one attempt of a step. */
public sealed interface StepOutcome {
  /**
   * The step is done.
   *
   * @param output a JSON value in UTF-8, which becomes {@code ctx.<stepName>}; empty for none
   */
  @SuppressWarnings("ArrayRecordComponent") // Up to 256 KiB: passed on, not copied.
  record Completed(byte[] output) implements StepOutcome {}

  /** The step waits until this time, and is {@linkplain StepKind#resume resumed} then. */
  record Waiting(Instant until) implements StepOutcome {}

  /**
   * The attempt failed.
   *
   * @param error why
   * @param retryAfter how long to wait before the next attempt at least, if that was said
   * @param isFinal whether no further attempt may be made
   */
  record Failed(StepError error, Optional<Duration> retryAfter, boolean isFinal)
      implements StepOutcome {}

  /** No attempt could be made, which burns none: try again at this time. */
  record Postponed(Instant until) implements StepOutcome {}

  /** A failed attempt that may be repeated. */
  static Failed failed(String code, String message) {
    return new Failed(StepError.of(code, message), Optional.empty(), false);
  }

  /** A failure that no further attempt can mend. */
  static Failed failedForGood(String code, String message) {
    return new Failed(StepError.of(code, message), Optional.empty(), true);
  }
}
