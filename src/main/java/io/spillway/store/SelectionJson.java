package io.spillway.store;

import io.spillway.domain.resolution.ContextCondition;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The JSON form of a {@link Selection}, in the database and in responses. */
public final class SelectionJson {
  private static final String COUNT = "count";
  private static final String THROUGH = "throughExecutionId";
  private static final String SINCE = "createdSince";
  private static final String UNTIL = "createdUntil";
  private static final String CONTEXT = "contextEquals";
  private static final String FILTERS = "contextFilters";
  private static final String FIELD = "field";
  private static final String RETRY_OF = "retryOf";
  private static final String RESET = "resetBreaker";

  private SelectionJson() {}

  /** A selection as JSON, without members that do not restrict it. */
  public static JsonObject of(Selection selection) {
    JsonObject json =
        new JsonObject()
            .put(COUNT, selection.count())
            .put(THROUGH, Long.toString(selection.throughExecutionId()));
    return json.mergeIn(of(selection.filter()));
  }

  /** A filter as JSON; conditions that it does not have are absent. */
  public static JsonObject of(PausedFilter filter) {
    JsonObject json = new JsonObject();
    filter.since().ifPresent(at -> json.put(SINCE, at.toString()));
    filter.until().ifPresent(at -> json.put(UNTIL, at.toString()));
    filter.retryOf().ifPresent(id -> json.put(RETRY_OF, id));
    if (!filter.contextEquals().isEmpty()) {
      JsonObject context = new JsonObject();
      filter.contextEquals().forEach((field, text) -> context.put(field, Json.decodeValue(text)));
      json.put(CONTEXT, context);
    }
    if (!filter.contextFilters().isEmpty()) {
      JsonArray conditions = new JsonArray();
      for (ContextCondition condition : filter.contextFilters()) {
        conditions.add(
            new JsonObject()
                .put(FIELD, condition.field())
                .put(nameOf(condition.kind()), Json.decodeValue(condition.json())));
      }
      json.put(FILTERS, conditions);
    }
    return json;
  }

  /** Reads what {@link #of} wrote. */
  public static Selection read(JsonObject json) {
    Map<String, String> context = new TreeMap<>();
    json.getJsonObject(CONTEXT, new JsonObject())
        .forEach(entry -> context.put(entry.getKey(), Json.encode(entry.getValue())));
    return new Selection(
        new PausedFilter(
            instant(json, SINCE),
            instant(json, UNTIL),
            context,
            conditions(json),
            Optional.ofNullable(json.getString(RETRY_OF))),
        Long.parseLong(json.getString(THROUGH)),
        json.getLong(COUNT));
  }

  /** The selection of an order and whether it resets the breaker, as stored. */
  public static String scopeOf(Resolution.Order order) {
    JsonObject json = order.selection().map(SelectionJson::of).orElseGet(JsonObject::new);
    if (!order.resetBreaker()) {
      json.put(RESET, false);
    }
    return json.isEmpty() ? "" : json.encode();
  }

  /**
   * An order.
   *
   * @param scope as {@link #scopeOf} made it
   */
  public static Resolution.Order order(
      Decision decision, String reason, String actor, String scope) {
    JsonObject json = scope.isEmpty() ? new JsonObject() : new JsonObject(scope);
    return new Resolution.Order(
        decision,
        reason,
        actor,
        json.containsKey(COUNT) ? Optional.of(read(json)) : Optional.empty(),
        json.getBoolean(RESET, true));
  }

  private static List<ContextCondition> conditions(JsonObject json) {
    List<ContextCondition> conditions = new ArrayList<>();
    JsonArray stored = json.getJsonArray(FILTERS, new JsonArray());
    for (int i = 0; i < stored.size(); i++) {
      JsonObject condition = stored.getJsonObject(i);
      for (ContextCondition.Kind kind : ContextCondition.Kind.values()) {
        if (condition.containsKey(nameOf(kind))) {
          conditions.add(
              new ContextCondition(
                  condition.getString(FIELD), kind, Json.encode(condition.getValue(nameOf(kind)))));
        }
      }
    }
    return conditions;
  }

  /** The name of a kind of condition in JSON. */
  public static String nameOf(ContextCondition.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Instant> instant(JsonObject json, String name) {
    return Optional.ofNullable(json.getString(name)).map(Instant::parse);
  }
}
