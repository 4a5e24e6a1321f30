package io.spillway.fuzz;

import io.spillway.contract.StrictJson;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ServerApi;
import io.spillway.testing.ContextGenerator;
import io.spillway.testing.ContextOracle;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;

/**
 * Checks that what a review counted is exactly what its decision moved: on an automation of its
 * own, whose executions have generated contexts, by generated filters. The counts are compared with
 * {@link ContextOracle}, and after each decision the state of every execution.
 */
final class ReviewCheck {
  private static final String AUTOMATIONS = "/api/v1/automations";
  private static final String PAUSED = "AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER";
  private static final int MAX_EXECUTIONS = 40;
  private static final int REVIEWS = 6;
  private static final int MAX_FIELD = 1_024;

  private final ServerApi api;
  private final long seed;
  private final Random random;
  private final ContextGenerator contexts;

  /** Contexts of the executions that are paused, by id. */
  private final Map<String, String> paused = new TreeMap<>();

  private String automation = "";

  /**
   * @param api of the node, as an administrator
   * @param seed of chance
   */
  ReviewCheck(ServerApi api, long seed) {
    this.api = api;
    this.seed = seed;
    this.random = new Random(seed);
    this.contexts = new ContextGenerator(random);
  }

  /**
   * Runs the check.
   *
   * @throws Finding at the first contradiction
   */
  void run() {
    automation =
        post(
                AUTOMATIONS,
                "{\"displayName\":\"review check\",\"enabled\":true,\"circuitBreakerMax\":1,"
                    + "\"runner\":{\"mode\":\"EXTERNAL\"},"
                    + "\"circuitBreakerPeriod\":\"CIRCUIT_BREAKER_PERIOD_DAY\"}")
            .getJsonObject("automation")
            .getString("id");
    execute("{}");
    pause(1 + random.nextInt(MAX_EXECUTIONS));
    for (int i = 0; i < REVIEWS; i++) {
      reviewAndDecide();
      pause(random.nextInt(4));
    }
    JsonObject all = resolve("");
    equal("pausedCount of a decision over all", all.getInteger("pausedCount"), paused.size());
    paused.clear();
    requireState();
  }

  private void pause(int count) {
    for (int i = 0; i < count; i++) {
      String context = contexts.context();
      paused.put(execute(context), context);
    }
  }

  private String execute(String context) {
    return post(
            AUTOMATIONS + "/" + automation + "/execute",
            "{\"context\":{\"context\":" + context + "}}")
        .getString("executionId");
  }

  private void reviewAndDecide() {
    Filter filter = random.nextInt(3) == 0 ? fromSummary() : generated();
    List<String> expected = matching(filter);

    JsonObject review = search(filter.body(""));
    TreeSet<String> listed = new TreeSet<>(idsOf(review));
    for (JsonObject page = review; !page.getString("nextPageToken").isEmpty(); ) {
      page = search(filter.body("\"pageToken\":\"" + page.getString("nextPageToken") + "\""));
      listed.addAll(idsOf(page));
    }
    // These are paused after the review.
    pause(random.nextInt(3));
    JsonObject decided = resolve("\"reviewToken\":\"" + review.getString("reviewToken") + "\"");

    int counted = review.getJsonObject("summary").getInteger("count");
    equal(filter + ": count of the review", counted, expected.size());
    equal(filter + ": executions that the review lists", listed, new TreeSet<>(expected));
    equal(filter + ": pausedCount of the decision", decided.getInteger("pausedCount"), counted);
    equal(filter + ": erroredCount of the decision", decided.getInteger("erroredCount"), 0);
    expected.forEach(paused::remove);
    requireState();
  }

  /** Each execution is paused, or not, as it should be. */
  private void requireState() {
    JsonObject body =
        new JsonObject()
            .put("automationTemplateId", automation)
            .put("executionStepStates", List.of(PAUSED));
    TreeSet<String> shown = new TreeSet<>();
    api.searchAll("/api/v1/search/automation_executions", body)
        .forEach(row -> shown.add(row.getJsonObject("automationExecution").getString("id")));
    equal("paused executions", shown, new TreeSet<>(paused.keySet()));
  }

  private List<String> matching(Filter filter) {
    return paused.entrySet().stream()
        .filter(execution -> filter.accepts(execution.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Filter generated() {
    List<Condition> conditions = new ArrayList<>();
    do {
      conditions.add(condition());
    } while (random.nextInt(3) == 0 && conditions.size() < 4);
    return new Filter(conditions);
  }

  private Condition condition() {
    String field = field();
    return switch (random.nextInt(4)) {
      case 0 -> new Condition(field, "equals", operand());
      case 1 -> new Condition(field, "not", operand());
      case 2 -> new Condition(field, "contains", contexts.quoted(random.nextBoolean() ? "" : "a"));
      default -> new Condition(field, "exists", String.valueOf(random.nextBoolean()));
    };
  }

  private String field() {
    String field;
    do {
      field = contexts.field();
    } while (field.length() > MAX_FIELD);
    return field;
  }

  /** A value that may be compared with: the server refuses exponents beyond an int. */
  private String operand() {
    String operand;
    do {
      operand = contexts.scalar();
    } while (operand.matches("[^\"]*[eE][+-]?[0-9]{10,}"));
    return operand;
  }

  /** One of the values that a summary shows, which must match as many as it says. */
  private Filter fromSummary() {
    String field = field();
    JsonObject review = search("{\"summaryFields\":[" + Json.encode(field) + "],\"pageSize\":1}");
    JsonObject values = review.getJsonObject("summary").getJsonArray("fields").getJsonObject(0);
    JsonArray top = values.getJsonArray("topValues");
    if (top.isEmpty()) {
      return generated();
    }
    JsonObject shown = top.getJsonObject(random.nextInt(top.size()));
    Filter filter =
        new Filter(List.of(new Condition(field, "equals", Json.encode(shown.getValue("value")))));
    equal(filter + ": count in the summary", shown.getInteger("count"), matching(filter).size());
    return filter;
  }

  private JsonObject search(String body) {
    return post(AUTOMATIONS + "/" + automation + "/circuit_breaker/paused/search", body);
  }

  private JsonObject resolve(String narrowing) {
    String decision = random.nextBoolean() ? "RUN" : "CANCEL";
    return post(
        AUTOMATIONS + "/" + automation + "/circuit_breaker/resolve_paused",
        "{\"decision\":\"PAUSED_EXECUTION_DECISION_"
            + decision
            + "\",\"resetBreaker\":false"
            + (narrowing.isEmpty() ? "" : "," + narrowing)
            + "}");
  }

  private static List<String> idsOf(JsonObject page) {
    JsonArray list = page.getJsonArray("list");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      ids.add(list.getJsonObject(i).getJsonObject("automationExecution").getString("id"));
    }
    return ids;
  }

  private JsonObject post(String path, String body) {
    ApiResponse response;
    try {
      response = api.postLater(path, body).join();
    } catch (CompletionException e) {
      throw found(path + " with " + body + ": " + e.getCause());
    }
    if (!response.isOk()) {
      throw found(path + " with " + body + " is answered with " + response.text());
    }
    try {
      StrictJson.parse(response.text());
    } catch (IOException e) {
      throw found(path + " with " + body + " is answered with invalid JSON: " + response.text());
    }
    return response.json();
  }

  private void equal(String what, Object shown, Object expected) {
    if (!expected.equals(shown)) {
      throw found(what + " is " + shown + ", expected is " + expected);
    }
  }

  private Finding found(String problem) {
    return new Finding("Review check of seed %d: %s".formatted(seed, problem));
  }

  /** A condition of a filter. */
  private record Condition(String field, String kind, String operand) {
    String json() {
      return "{\"field\":" + Json.encode(field) + ",\"" + kind + "\":" + operand + "}";
    }
  }

  /** Conditions that must all hold. */
  private record Filter(List<Condition> conditions) {
    boolean accepts(String context) {
      return conditions.stream()
          .allMatch(
              condition ->
                  ContextOracle.meets(context, condition.field, condition.kind, condition.operand));
    }

    String body(String more) {
      String filters = String.join(",", conditions.stream().map(Condition::json).toList());
      return "{\"contextFilters\":["
          + filters
          + "],\"pageSize\":7"
          + (more.isEmpty() ? "" : "," + more)
          + "}";
    }

    @Override
    public String toString() {
      return body("");
    }
  }
}
