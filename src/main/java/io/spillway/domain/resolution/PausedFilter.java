package io.spillway.domain.resolution;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Selects paused executions. Contexts and creation times never change, so an execution is accepted
 * always or never.
 *
 * @param since only executions created at this time or later
 * @param until only executions created before this time
 * @param contextEquals only executions whose context has these values: from a field, by its name or
 *     as a JSON pointer (RFC 6901), to a JSON text that is a string, a number, {@code true} or
 *     {@code false}
 */
public record PausedFilter(
    Optional<Instant> since, Optional<Instant> until, Map<String, String> contextEquals) {
  /** Every paused execution. */
  public static final PausedFilter ALL =
      new PausedFilter(Optional.empty(), Optional.empty(), Map.of());

  /** The maximum number of fields. */
  public static final int MAX_FIELDS = 5;

  /** The maximum length of a field name, and of a value as JSON text, in characters. */
  public static final int MAX_TEXT = 256;

  public PausedFilter {
    contextEquals = Collections.unmodifiableMap(new TreeMap<>(contextEquals));
    if (contextEquals.size() > MAX_FIELDS) {
      throw new IllegalArgumentException(
          "contextEquals has " + contextEquals.size() + " fields, must be at most " + MAX_FIELDS);
    }
    contextEquals.forEach(
        (field, value) -> {
          requireShort("contextEquals", field);
          requireShort("contextEquals." + field, value);
        });
    if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
      throw new IllegalArgumentException(
          "createdUntil is " + until.get() + ", must be after " + since.get());
    }
  }

  private static void requireShort(String what, String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          what + " has " + text.length() + " characters, must be at most " + MAX_TEXT);
    }
  }

  /** Whether an execution created at this time, in epoch milliseconds, can be accepted. */
  public boolean acceptsCreatedAt(long millis) {
    Instant at = Instant.ofEpochMilli(millis);
    return since.map(from -> !at.isBefore(from)).orElse(true)
        && until.map(at::isBefore).orElse(true);
  }

  /** Whether it depends on the contexts. */
  public boolean readsContexts() {
    return !contextEquals.isEmpty();
  }
}
