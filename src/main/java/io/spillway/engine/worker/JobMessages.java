package io.spillway.engine.worker;

import io.spillway.engine.job.JobDepth;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The messages about jobs between members, in JSON; members ignore fields that they do not know.
 */
final class JobMessages {
  static final String TYPES = "types";
  static final String SCOPE = "scope";
  static final String MAX = "max";

  /** Types in an announcement; those with the most ready jobs, if there are more. */
  static final int MAX_TYPES = 2_000;

  private static final String MEMBER = "member";
  private static final String NEWS = "news";

  private JobMessages() {}

  /**
   * An announcement.
   *
   * @param news how many jobs of a type got ready since the last one
   */
  static Buffer announcement(String member, List<JobTypeState> states, Map<String, Integer> news) {
    JsonArray types = new JsonArray();
    states.stream()
        .sorted(JobTypeState.MOST_READY_FIRST)
        .limit(MAX_TYPES)
        .forEach(
            state ->
                types.add(
                    new JsonArray()
                        .add(state.type())
                        .add(state.depth().ready())
                        .add(state.depth().leased())
                        .add(state.depth().oldestReadyMillis())
                        .add(state.workers())
                        .add(state.lastPollMillis())));
    JsonObject announcement = new JsonObject().put(MEMBER, member).put(TYPES, types);
    return news.isEmpty()
        ? announcement.toBuffer()
        : announcement.put(NEWS, new JsonObject(new HashMap<>(news))).toBuffer();
  }

  static String member(JsonObject announcement) {
    return announcement.getString(MEMBER, "");
  }

  /** How many jobs of each type got ready since the last announcement. */
  static Map<String, Integer> news(JsonObject announcement) {
    Map<String, Integer> byType = new HashMap<>();
    announcement
        .getJsonObject(NEWS, new JsonObject())
        .forEach(entry -> byType.put(entry.getKey(), ((Number) entry.getValue()).intValue()));
    return byType;
  }

  static Map<String, JobTypeState> types(JsonObject announcement) {
    Map<String, JobTypeState> byType = new HashMap<>();
    JsonArray types = announcement.getJsonArray(TYPES);
    for (int i = 0; i < types.size(); i++) {
      JsonArray state = types.getJsonArray(i);
      byType.put(
          state.getString(0),
          new JobTypeState(
              state.getString(0),
              new JobDepth(state.getInteger(1), state.getInteger(2), state.getLong(3)),
              state.getInteger(4),
              state.getLong(5)));
    }
    return byType;
  }

  static Buffer find(Set<String> types, Set<String> scope, int max) {
    return new JsonObject()
        .put(TYPES, new JsonArray(List.copyOf(types)))
        .put(SCOPE, new JsonArray(List.copyOf(scope)))
        .put(MAX, max)
        .toBuffer();
  }

  static Set<String> texts(JsonObject message, String field) {
    return message.getJsonArray(field).stream()
        .map(String::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }
}
