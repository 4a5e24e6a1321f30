package io.spillway.domain.resolution;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
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
 * @param contextFilters only executions whose context meets all these conditions
 * @param retryOf only executions that this finished resolution could not move
 */
public record PausedFilter(
    Optional<Instant> since,
    Optional<Instant> until,
    Map<String, String> contextEquals,
    List<ContextCondition> contextFilters,
    Optional<String> retryOf) {
  /** Every paused execution. */
  public static final PausedFilter ALL =
      new PausedFilter(Optional.empty(), Optional.empty(), Map.of());

  /** The maximum number of fields. */
  public static final int MAX_FIELDS = 8;

  /** The maximum length of a field name, and of a value as JSON text, in characters. */
  public static final int MAX_TEXT = 1_024;

  /** Without conditions other than equality. */
  public PausedFilter(
      Optional<Instant> since, Optional<Instant> until, Map<String, String> contextEquals) {
    this(since, until, contextEquals, List.of());
  }

  /** Not a retry. */
  public PausedFilter(
      Optional<Instant> since,
      Optional<Instant> until,
      Map<String, String> contextEquals,
      List<ContextCondition> contextFilters) {
    this(since, until, contextEquals, contextFilters, Optional.empty());
  }

  /** The executions that a finished resolution could not move. */
  public static PausedFilter retryOf(String resolutionId) {
    return new PausedFilter(
        Optional.empty(), Optional.empty(), Map.of(), List.of(), Optional.of(resolutionId));
  }

  public PausedFilter {
    contextEquals = Collections.unmodifiableMap(new TreeMap<>(contextEquals));
    contextFilters = List.copyOf(contextFilters);
    int fields = contextEquals.size() + contextFilters.size();
    if (fields > MAX_FIELDS) {
      throw new IllegalArgumentException(
          (contextFilters.isEmpty()
                  ? "contextEquals has "
                  : "contextFilters and contextEquals have ")
              + fields
              + " fields, must be at most "
              + MAX_FIELDS);
    }
    contextEquals.forEach(
        (field, value) -> {
          ContextCondition.requireShort(field, "field of contextEquals");
          ContextCondition.requireShort(value, "contextEquals." + field);
        });
    if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
      throw new IllegalArgumentException(
          "createdUntil is " + until.get() + ", must be after " + since.get());
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
    return !contextEquals.isEmpty() || !contextFilters.isEmpty();
  }
}
