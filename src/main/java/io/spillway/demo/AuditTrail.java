package io.spillway.demo;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The system log events of one automation. */
final class AuditTrail {
  private final Deque<JsonObject> events = new ArrayDeque<>();

  /** Adds an event older than those added so far. */
  void addOlder(JsonObject event) {
    events.addFirst(event);
  }

  /** The number of events of this name. */
  long count(String name) {
    return events.stream().filter(event -> name.equals(nameOf(event))).count();
  }

  /** The sum of a number over all events of this name. */
  long sum(String name, String field) {
    return events.stream()
        .filter(event -> name.equals(nameOf(event)))
        .mapToLong(event -> JsonNumbers.at(event.getJsonObject("unmapped"), field))
        .sum();
  }

  /** The reason of the first event of this name, empty if there is none. */
  String reason(String name) {
    return events.stream()
        .filter(event -> name.equals(nameOf(event)))
        .findFirst()
        .map(event -> event.getJsonObject("unmapped").getString("reason", ""))
        .orElse("");
  }

  /** One line per event, oldest first. */
  List<String> lines() {
    return events.stream()
        .map(
            event ->
                "%s  %-18s  %s"
                    .formatted(
                        Instant.ofEpochMilli(JsonNumbers.at(event, "time")),
                        nameOf(event),
                        event.getString("message", "")))
        .toList();
  }

  private static String nameOf(JsonObject event) {
    return event.getJsonObject("unmapped").getString("event", "");
  }
}
