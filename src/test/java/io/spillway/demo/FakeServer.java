package io.spillway.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The part of the API that the scenario uses, for one automation, in memory. */
final class FakeServer implements AutoCloseable {
  static final String CREDENTIALS = "{\"clientId\":\"c\",\"clientSecret\":\"s&=\"}";

  private static final String STATE = "AUTOMATION_EXECUTION_STATE_";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Map<Long, String> states = new TreeMap<>();
  private final List<JsonObject> events = new ArrayList<>();
  private final int miscounted;
  private int refusals;
  private int max;
  private int admitted;
  private boolean tripped;

  /**
   * @param miscounted by how many every pausedCount of a resolve is wrong
   * @param refusals how many triggers are answered with 503 first
   */
  FakeServer(int miscounted, int refusals) throws IOException {
    this.miscounted = miscounted;
    this.refusals = refusals;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    int status = 200;
    JsonObject answer;
    if (path.equals("/auth/v1/token")) {
      status = body.endsWith("&client_id=c&client_secret=s%26%3D") ? 200 : 401;
      answer = new JsonObject().put("access_token", "t");
    } else if (path.endsWith("/execute") && takeRefusal()) {
      status = 503;
      exchange.getResponseHeaders().add("Retry-After", "0");
      answer = new JsonObject();
    } else {
      answer = answer(path, body.isEmpty() ? new JsonObject() : new JsonObject(body));
    }
    byte[] bytes = answer.encode().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized boolean takeRefusal() {
    return refusals-- > 0;
  }

  private synchronized JsonObject answer(String path, JsonObject body) {
    if (path.endsWith("/automations")) {
      max = body.getInteger("circuitBreakerMax");
    }
    return switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "automations", "a1" -> new JsonObject().put("automation", automation());
      case "execute" -> execute();
      case "circuit_breaker" ->
          new JsonObject()
              .put("tripped", tripped)
              .put("windowCount", admitted)
              .put("pausedCount", String.valueOf(idsIn("PAUSED_BY_CIRCUIT_BREAKER").size()));
      case "resolve_paused" -> resolve(body);
      case "automation_executions" -> search(body);
      case "events" -> page(events, body);
      default -> throw new IllegalStateException(path);
    };
  }

  private JsonObject automation() {
    JsonObject automation =
        new JsonObject().put("id", "a1").put("createdAt", "2026-01-01T00:00:00Z");
    return tripped
        ? automation.put(
            "circuitBreaker", new JsonObject().put("observedCount", max + 1).put("threshold", max))
        : automation;
  }

  private JsonObject execute() {
    boolean paused = tripped || admitted == max;
    if (paused && !tripped) {
      record(new JsonObject().put("event", "breaker_tripped"));
    }
    tripped = paused;
    admitted += paused ? 0 : 1;
    long id = states.size() + 1L;
    states.put(id, paused ? "PAUSED_BY_CIRCUIT_BREAKER" : "PENDING");
    return new JsonObject().put("executionId", String.valueOf(id));
  }

  private JsonObject resolve(JsonObject order) {
    boolean run = order.getString("decision").endsWith("_RUN");
    List<Long> paused = idsIn("PAUSED_BY_CIRCUIT_BREAKER");
    paused.forEach(id -> states.put(id, run ? "PENDING" : "TERMINATE"));
    tripped = false;
    admitted = 0;
    record(
        new JsonObject()
            .put("event", run ? "paused_run" : "paused_cancelled")
            .put("reason", order.getString("reason"))
            .put("pausedCount", paused.size())
            .put("erroredCount", 0));
    return new JsonObject().put("pausedCount", paused.size() + miscounted);
  }

  private JsonObject search(JsonObject query) {
    JsonArray wanted = query.getJsonArray("executionStepStates", new JsonArray());
    List<JsonObject> rows =
        states.entrySet().stream()
            .filter(entry -> wanted.isEmpty() || wanted.contains(STATE + entry.getValue()))
            .map(entry -> new JsonObject().put("id", entry.getKey().toString()))
            .map(execution -> new JsonObject().put("automationExecution", execution))
            .toList();
    return page(rows, query);
  }

  private static JsonObject page(List<JsonObject> rows, JsonObject query) {
    String token = query.getString("pageToken");
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    int to = Math.min(rows.size(), from + query.getInteger("pageSize"));
    return new JsonObject()
        .put("list", new JsonArray(rows.subList(from, to)))
        .put("nextPageToken", to == rows.size() ? "" : String.valueOf(to));
  }

  private List<Long> idsIn(String state) {
    return states.entrySet().stream()
        .filter(entry -> entry.getValue().equals(state))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void record(JsonObject details) {
    events.add(
        0, new JsonObject().put("time", 1L).put("unmapped", details.put("automationId", "a1")));
  }
}
