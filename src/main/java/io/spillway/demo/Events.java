package io.spillway.demo;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the triggers carry: events from a file, from its beginning again when it is used up. */
final class Events {
  private final List<JsonObject> events;

  private Events(List<JsonObject> events) {
    this.events = events;
  }

  /** Reads a file with one JSON object a line. Empty lines are skipped. */
  static Events read(Path file) {
    try {
      return of(file.toString(), Files.readAllLines(file));
    } catch (IOException e) {
      throw new DemoException("the events in %s cannot be read: %s".formatted(file, e), e);
    }
  }

  static Events of(String origin, List<String> lines) {
    List<JsonObject> events = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        events.add(new JsonObject(lines.get(i)));
      } catch (DecodeException e) {
        throw new DemoException("%s line %d is no JSON object".formatted(origin, i + 1), e);
      }
    }
    if (events.isEmpty()) {
      throw new DemoException(origin + " holds no event; needed is one JSON object a line");
    }
    return new Events(List.copyOf(events));
  }

  /** How many different ones there are. */
  int size() {
    return events.size();
  }

  /**
   * The event of one trigger.
   *
   * @param trigger from 0
   */
  JsonObject of(int trigger) {
    return events.get(trigger % events.size());
  }
}
