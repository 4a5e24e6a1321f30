package io.spillway.demo;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The contexts of triggers: events from a file, repeated as needed. */
final class SampleEvents {
  private final List<JsonObject> events;

  private SampleEvents(List<JsonObject> events) {
    this.events = events;
  }

  /** Reads a file with one JSON object per line. Empty lines are skipped. */
  static SampleEvents read(Path file) {
    try {
      return of(file.toString(), Files.readAllLines(file));
    } catch (IOException e) {
      throw new DemoException("the events in %s cannot be read: %s".formatted(file, e), e);
    }
  }

  static SampleEvents of(String origin, List<String> lines) {
    List<JsonObject> events = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        events.add(new JsonObject(lines.get(i)));
      } catch (DecodeException e) {
        throw new DemoException("%s line %d is not a JSON object".formatted(origin, i + 1), e);
      }
    }
    if (events.isEmpty()) {
      throw new DemoException(origin + " contains no event, must have one JSON object per line");
    }
    return new SampleEvents(List.copyOf(events));
  }

  /** The number of distinct events. */
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
