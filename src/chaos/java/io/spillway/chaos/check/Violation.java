package io.spillway.chaos.check;

import java.time.Instant;
import java.util.Optional;

/**
 * A violation.
 *
 * @param invariant the violated invariant
 * @param what happened
 * @param at when it happened, if that is known
 * @param lookAt where to look for the cause
 */
public record Violation(Invariant invariant, String what, Optional<Instant> at, String lookAt) {
  static Violation of(Invariant invariant, String what, Instant at, String lookAt) {
    return new Violation(invariant, what, Optional.of(at), lookAt);
  }

  static Violation of(Invariant invariant, String what, String lookAt) {
    return new Violation(invariant, what, Optional.empty(), lookAt);
  }
}
