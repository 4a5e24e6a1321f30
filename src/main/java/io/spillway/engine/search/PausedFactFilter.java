package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.resolution.ContextCondition;
import io.spillway.domain.resolution.ContextCondition.Kind;
import io.spillway.domain.resolution.PausedFilter;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Applies a {@link PausedFilter} to the facts of executions. */
final class PausedFactFilter implements FactFilter {
  private final PausedFilter filter;
  private final List<Predicate<JsonObject>> conditions = new ArrayList<>();

  PausedFactFilter(PausedFilter filter) {
    this.filter = filter;
    filter
        .contextEquals()
        .forEach(
            (field, json) ->
                conditions.add(predicate(new ContextCondition(field, Kind.EQUALS, json))));
    filter.contextFilters().forEach(condition -> conditions.add(predicate(condition)));
  }

  private static Predicate<JsonObject> predicate(ContextCondition condition) {
    ContextField field = new ContextField(condition.field());
    Object operand = Json.decodeValue(condition.json());
    return switch (condition.kind()) {
      case EQUALS -> equal(field, condition, operand);
      case NOT -> equal(field, condition, operand).negate();
      case CONTAINS ->
          context ->
              field.in(context) instanceof String text && text.contains(String.valueOf(operand));
      case EXISTS ->
          context -> (field.in(context) != ContextField.ABSENT) == Boolean.TRUE.equals(operand);
    };
  }

  private static Predicate<JsonObject> equal(
      ContextField field, ContextCondition condition, Object value) {
    String operand =
        ContextField.comparable(value)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        condition.field()
                            + " is "
                            + condition.json()
                            + ", must be a string, a number or a boolean"));
    return context ->
        ContextField.comparable(field.in(context)).filter(operand::equals).isPresent();
  }

  @Override
  public boolean acceptsAll() {
    return filter.equals(PausedFilter.ALL);
  }

  @Override
  public boolean accepts(ExecutionFact fact) {
    return filter.acceptsCreatedAt(fact.createdAtMillis())
        && (conditions.isEmpty() || accepts(ContextDecoder.decode(fact)));
  }

  boolean accepts(JsonObject context) {
    return conditions.stream().allMatch(condition -> condition.test(context));
  }
}
