package io.spillway.engine.search;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the values of one field, up to a number of distinct values. For one thread. */
final class ValueCounter {
  /** Maximum number of values in the result. */
  static final int MAX_TOP = 10;

  /** Maximum number of distinct values. */
  static final int MAX_VALUES = 50_000;

  private static final int MAX_VALUE_LENGTH = 256;

  private final String field;
  private final Map<String, Long> counts = new HashMap<>();
  private long absent;
  private long others;

  ValueCounter(String field) {
    this.field = field;
  }

  void add(JsonObject context) {
    if (ContextFields.value(context, field) == null) {
      absent++;
      return;
    }
    Optional<String> value =
        ContextFields.comparable(context, field)
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
    return new PausedSummary.Values(field, top, absent, others);
  }
}
