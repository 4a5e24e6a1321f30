package io.spillway.store;

import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Selection;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
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

  private SelectionJson() {}

  /** A selection as JSON, without members that do not restrict it. */
  public static JsonObject of(Selection selection) {
    JsonObject json =
        new JsonObject()
            .put(COUNT, selection.count())
            .put(THROUGH, Long.toString(selection.throughExecutionId()));
    PausedFilter filter = selection.filter();
    filter.since().ifPresent(at -> json.put(SINCE, at.toString()));
    filter.until().ifPresent(at -> json.put(UNTIL, at.toString()));
    if (filter.readsContexts()) {
      JsonObject context = new JsonObject();
      filter.contextEquals().forEach((field, text) -> context.put(field, Json.decodeValue(text)));
      json.put(CONTEXT, context);
    }
    return json;
  }

  /** Reads what {@link #of} wrote. */
  public static Selection read(JsonObject json) {
    Map<String, String> context = new TreeMap<>();
    json.getJsonObject(CONTEXT, new JsonObject())
        .forEach(entry -> context.put(entry.getKey(), Json.encode(entry.getValue())));
    return new Selection(
        new PausedFilter(instant(json, SINCE), instant(json, UNTIL), context),
        Long.parseLong(json.getString(THROUGH)),
        json.getLong(COUNT));
  }

  private static Optional<Instant> instant(JsonObject json, String name) {
    return Optional.ofNullable(json.getString(name)).map(Instant::parse);
  }
}
