package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.resolution.PausedFilter;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Applies a {@link PausedFilter} to the facts of executions. */
final class PausedFactFilter implements FactFilter {
  private final PausedFilter filter;
  private final Map<String, String> wanted = new TreeMap<>();

  PausedFactFilter(PausedFilter filter) {
    this.filter = filter;
    filter
        .contextEquals()
        .forEach(
            (field, json) ->
                wanted.put(
                    field,
                    ContextFields.comparable(json)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    field
                                        + " is "
                                        + json
                                        + ", must be a string, a number or a boolean"))));
  }

  @Override
  public boolean acceptsAll() {
    return filter.equals(PausedFilter.ALL);
  }

  @Override
  public boolean accepts(ExecutionFact fact) {
    return filter.acceptsCreatedAt(fact.createdAtMillis())
        && (wanted.isEmpty() || accepts(contextOf(fact)));
  }

  boolean accepts(JsonObject context) {
    return wanted.entrySet().stream()
        .allMatch(
            entry ->
                ContextFields.comparable(context, entry.getKey())
                    .filter(entry.getValue()::equals)
                    .isPresent());
  }

  static JsonObject contextOf(ExecutionFact fact) {
    return new JsonObject(new String(fact.context(), StandardCharsets.UTF_8));
  }
}
