package io.spillway.engine.search;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the values of one field, up to a number of distinct values. For one thread. */
final class ValueCounter {
  /** Maximum number of values in the result. */
  static final int MAX_TOP = 10;

  /** Maximum number of distinct values. */
  static final int MAX_VALUES = 50_000;

  private static final int MAX_VALUE_LENGTH = 256;

  private final String name;
  private final ContextField field;
  private final Map<String, Long> counts = new HashMap<>();
  private long absent;
  private long others;

  ValueCounter(String name) {
    this.name = name;
    this.field = new ContextField(name);
  }

  void add(JsonObject context) {
    @Nullable Object given = field.in(context);
    if (given == null || given == ContextField.ABSENT) {
      absent++;
      return;
    }
    Optional<String> value =
        ContextField.comparable(given)
            .filter(json -> json.length() <= MAX_VALUE_LENGTH)
            .filter(json -> counts.size() < MAX_VALUES || counts.containsKey(json));
    if (value.isPresent()) {
      counts.merge(value.get(), 1L, Long::sum);
    } else {
      others++;
    }
  }

  PausedSummary.Values values() {
    List<PausedSummary.Counted> top =
        counts.entrySet().stream()
            .map(entry -> new PausedSummary.Counted(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingLong(PausedSummary.Counted::count)
                    .reversed()
                    .thenComparing(PausedSummary.Counted::json))
            .limit(MAX_TOP)
            .toList();
    return new PausedSummary.Values(name, top, absent, others);
  }
}
