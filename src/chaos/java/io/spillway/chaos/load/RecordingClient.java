package io.spillway.chaos.load;

import io.spillway.chaos.history.ClientCall;
import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.ClientReply;
import io.spillway.chaos.history.Journal;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Calls nodes and records every reply. Every trigger has a marker of its own and every resolve a
 * reason of its own, so that their effects can be found. No call is repeated under the same one.
 * Thread-safe.
 */
public final class RecordingClient {
  private static final Duration MIN_WAIT = Duration.ofMillis(200);
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final Map<Integer, ApiCalls> nodes;
  private final Journal journal;
  private final AtomicLong keys;

  private RecordingClient(Map<Integer, ApiCalls> nodes, Journal journal, AtomicLong keys) {
    this.nodes = Map.copyOf(nodes);
    this.journal = journal;
    this.keys = keys;
  }

  /**
   * A client of these nodes.
   *
   * @param nodes by their numbers
   * @param journal records all calls
   * @param timeout how long to wait for an answer
   */
  public static RecordingClient at(
      Map<Integer, ApiCalls> nodes, Journal journal, Duration timeout) {
    return new RecordingClient(nodes, journal, new AtomicLong()).withTimeout(timeout);
  }

  /** The same client with another response timeout. */
  public RecordingClient withTimeout(Duration timeout) {
    Map<Integer, ApiCalls> others = new java.util.HashMap<>();
    nodes.forEach(
        (number, node) -> others.put(number, new ApiCalls(node.api().withTimeout(timeout))));
    return new RecordingClient(others, journal, keys);
  }

  /**
   * The result of a call.
   *
   * @param operation as recorded
   * @param pause how long to let the nodes be before the next one, zero after a success
   */
  record CallResult(ClientOperation operation, Duration pause) {
    boolean isDone() {
      return operation.isDone();
    }
  }

  List<Integer> nodes() {
    return List.copyOf(new TreeSet<>(nodes.keySet()));
  }

  CallResult trigger(String client, int node, String automationId) {
    String marker = newKey("m-");
    return ask(
        new ClientCall(client, node, ClientCall.Kind.TRIGGER, automationId, marker),
        api -> api.execute(automationId, new JsonObject().put("marker", marker)));
  }

  CallResult resolve(String client, int node, String automationId, boolean run) {
    String reason = newKey("r-");
    String decision = run ? ApiCalls.RUN : ApiCalls.CANCEL;
    return ask(
        new ClientCall(
            client, node, run ? ClientCall.Kind.RUN : ClientCall.Kind.CANCEL, automationId, reason),
        api -> api.resolve(automationId, decision, reason));
  }

  CallResult clear(String client, int node, String automationId) {
    return ask(
        new ClientCall(client, node, ClientCall.Kind.CLEAR, automationId, ""),
        api -> api.clear(automationId));
  }

  CallResult terminate(String client, int node, KnownExecutions.Acknowledged execution) {
    return ask(
        execution.call(client, node, ClientCall.Kind.TERMINATE),
        api -> api.terminate(execution.id()));
  }

  CallResult read(String client, int node, KnownExecutions.Acknowledged execution) {
    return ask(
        execution.call(client, node, ClientCall.Kind.READ), api -> api.execution(execution.id()));
  }

  private String newKey(String prefix) {
    return prefix + keys.incrementAndGet();
  }

  private CallResult ask(ClientCall call, Function<ApiCalls, ApiResponse> question) {
    ApiCalls node = nodes.get(call.node());
    if (node == null) {
      throw new IllegalArgumentException("there is no node " + call.node());
    }
    Instant sent = journal.now();
    ClientReply reply;
    Duration pause = Duration.ZERO;
    try {
      ApiResponse answer = question.apply(node);
      reply = ClientReply.of(answer.status(), answer.text());
      if (!answer.isOk()) {
        pause = answer.retryAfter().map(RecordingClient::pauseOf).orElse(MIN_WAIT);
      }
    } catch (UncheckedIOException e) {
      Throwable cause = e.getCause();
      boolean sentAtAll =
          !(cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException);
      reply = ClientReply.none(sentAtAll, String.valueOf(cause));
      pause = MIN_WAIT;
    }
    ClientOperation operation = new ClientOperation(call, sent, journal.now(), reply);
    journal.add(operation);
    return new CallResult(operation, pause);
  }

  private static Duration pauseOf(String retryAfter) {
    Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
    return asked.compareTo(MAX_WAIT) < 0 ? asked : MAX_WAIT;
  }
}
