package io.spillway.chaos.check;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that must not be.
 *
 * @param invariant what it breaks
 * @param what is the matter
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
