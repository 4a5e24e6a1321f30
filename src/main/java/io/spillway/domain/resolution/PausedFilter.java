package io.spillway.domain.resolution;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which of the held executions somebody looks at. Neither a context nor the moment of a creation
 * ever changes, so it accepts an execution always or never.
 *
 * @param since only those created at this moment or later
 * @param until only those created before this moment
 * @param contextEquals only those whose context has these values: a field, by its name or as a JSON
 *     pointer (RFC 6901), to a JSON text that is a string, a number, {@code true} or {@code false}
 */
public record PausedFilter(
    Optional<Instant> since, Optional<Instant> until, Map<String, String> contextEquals) {
  /** Everything that is held. */
  public static final PausedFilter ALL =
      new PausedFilter(Optional.empty(), Optional.empty(), Map.of());

  /** So many fields can be asked for at once. */
  public static final int MAX_FIELDS = 5;

  /** The longest name of a field, and the longest value as JSON text, in characters. */
  public static final int MAX_TEXT = 256;

  public PausedFilter {
    contextEquals = Collections.unmodifiableMap(new TreeMap<>(contextEquals));
    if (contextEquals.size() > MAX_FIELDS) {
      throw new IllegalArgumentException(
          "contextEquals has " + contextEquals.size() + " fields, allowed are " + MAX_FIELDS);
    }
    contextEquals.forEach(
        (field, value) -> {
          requireShort("contextEquals", field);
          requireShort("contextEquals." + field, value);
        });
    if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
      throw new IllegalArgumentException(
          "createdUntil is " + until.get() + ", allowed is a time after " + since.get());
    }
  }

  private static void requireShort(String what, String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          what + " has " + text.length() + " characters, allowed are " + MAX_TEXT);
    }
  }

  /** Whether the moment of a creation, in epoch milliseconds, is asked for. */
  public boolean acceptsCreatedAt(long millis) {
    Instant at = Instant.ofEpochMilli(millis);
    return since.map(from -> !at.isBefore(from)).orElse(true)
        && until.map(at::isBefore).orElse(true);
  }

  /** Whether contexts matter. */
  public boolean asksForContexts() {
    return !contextEquals.isEmpty();
  }
}
