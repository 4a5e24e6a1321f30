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

  /** What {@link #add} took since the last {@link #keep} or {@link #discard}. */
  private final Map<String, Long> pending = new HashMap<>();

  private long pendingAbsent;
  private long pendingOthers;

  ValueCounter(String name) {
    this.name = name;
    this.field = new ContextField(name);
  }

  /** Takes the value in a context; it counts once it is kept. */
  void add(JsonObject context) {
    @Nullable Object given = field.in(context);
    if (given == null || given == ContextField.ABSENT) {
      pendingAbsent++;
      return;
    }
    Optional<String> value =
        ContextField.comparable(given).filter(json -> json.length() <= MAX_VALUE_LENGTH);
    if (value.isPresent()) {
      pending.merge(value.get(), 1L, Long::sum);
    } else {
      pendingOthers++;
    }
  }

  /** Counts what was added. */
  void keep() {
    absent += pendingAbsent;
    others += pendingOthers;
    pending.forEach(
        (value, count) -> {
          if (counts.size() < MAX_VALUES || counts.containsKey(value)) {
            counts.merge(value, count, Long::sum);
          } else {
            others += count;
          }
        });
    discard();
  }

  /** Forgets what was added and not kept. */
  void discard() {
    pending.clear();
    pendingAbsent = 0;
    pendingOthers = 0;
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
