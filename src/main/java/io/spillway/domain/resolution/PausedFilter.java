package io.spillway.domain.resolution;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which of the paused executions are meant. Neither a context nor the time of a creation ever
 * changes, so it accepts an execution always or never.
 *
 * @param since only those created at this time or later
 * @param until only those created before this time
 * @param contextEquals only those whose context has these values: a field, by its name or as a JSON
 *     pointer (RFC 6901), to a JSON text that is a string, a number, {@code true} or {@code false}
 * @param contextFilters only those whose context meets all these conditions
 * @param retryOf only those that this finished resolution could not move
 */
public record PausedFilter(
    Optional<Instant> since,
    Optional<Instant> until,
    Map<String, String> contextEquals,
    List<ContextCondition> contextFilters,
    Optional<String> retryOf) {
  /** Everything that is paused. */
  public static final PausedFilter ALL =
      new PausedFilter(Optional.empty(), Optional.empty(), Map.of());

  /** Maximum number of fields at once. */
  public static final int MAX_FIELDS = 8;

  /** Maximum length of the name of a field, and of a value as JSON text, in characters. */
  public static final int MAX_TEXT = 1_024;

  /** Without conditions other than equality. */
  public PausedFilter(
      Optional<Instant> since, Optional<Instant> until, Map<String, String> contextEquals) {
    this(since, until, contextEquals, List.of());
  }

  /** Whatever resolution could not move them. */
  public PausedFilter(
      Optional<Instant> since,
      Optional<Instant> until,
      Map<String, String> contextEquals,
      List<ContextCondition> contextFilters) {
    this(since, until, contextEquals, contextFilters, Optional.empty());
  }

  /** What a finished resolution could not move. */
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
          "createdUntil is " + until.get() + ", must be a time after " + since.get());
    }
  }

  /** Whether it accepts a time of creation, in epoch milliseconds. */
  public boolean acceptsCreatedAt(long millis) {
    Instant at = Instant.ofEpochMilli(millis);
    return since.map(from -> !at.isBefore(from)).orElse(true)
        && until.map(at::isBefore).orElse(true);
  }

  /** Whether contexts matter. */
  public boolean asksForContexts() {
    return !contextEquals.isEmpty() || !contextFilters.isEmpty();
  }
}
