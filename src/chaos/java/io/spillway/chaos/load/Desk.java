package io.spillway.chaos.load;

import io.spillway.chaos.evidence.Call;
import io.spillway.chaos.evidence.Journal;
import io.spillway.chaos.evidence.Operation;
import io.spillway.chaos.evidence.Reply;
import io.spillway.it.Answer;
import io.spillway.it.Operations;
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
 * Asks nodes and takes down what they answer. Every trigger has a marker of its own and every
 * resolve a reason of its own, so that their effects can be found. Nothing is asked twice under the
 * same one. Thread-safe.
 */
public final class Desk {
  private static final Duration MIN_WAIT = Duration.ofMillis(200);
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final Map<Integer, Operations> nodes;
  private final Journal journal;
  private final AtomicLong keys;

  private Desk(Map<Integer, Operations> nodes, Journal journal, AtomicLong keys) {
    this.nodes = Map.copyOf(nodes);
    this.journal = journal;
    this.keys = keys;
  }

  /**
   * A desk for these nodes.
   *
   * @param nodes by their numbers
   * @param journal takes down everything
   * @param patience how long to wait for an answer
   */
  public static Desk at(Map<Integer, Operations> nodes, Journal journal, Duration patience) {
    return new Desk(nodes, journal, new AtomicLong()).withPatience(patience);
  }

  /** The same desk, asked by somebody who waits so long for an answer. */
  public Desk withPatience(Duration patience) {
    Map<Integer, Operations> others = new java.util.HashMap<>();
    nodes.forEach(
        (number, node) -> others.put(number, new Operations(node.api().withPatience(patience))));
    return new Desk(others, journal, keys);
  }

  /**
   * What came of a question.
   *
   * @param operation as it was taken down
   * @param pause how long to let the nodes be before the next one, zero after a success
   */
  record Told(Operation operation, Duration pause) {
    boolean isDone() {
      return operation.isDone();
    }
  }

  List<Integer> nodes() {
    return List.copyOf(new TreeSet<>(nodes.keySet()));
  }

  Told trigger(String client, int node, String automationId) {
    String marker = newKey("m-");
    return ask(
        new Call(client, node, Call.Kind.TRIGGER, automationId, marker),
        api -> api.execute(automationId, new JsonObject().put("marker", marker)));
  }

  Told resolve(String client, int node, String automationId, boolean run) {
    String reason = newKey("r-");
    String decision = run ? Operations.RUN : Operations.CANCEL;
    return ask(
        new Call(client, node, run ? Call.Kind.RUN : Call.Kind.CANCEL, automationId, reason),
        api -> api.resolve(automationId, decision, reason));
  }

  Told clear(String client, int node, String automationId) {
    return ask(
        new Call(client, node, Call.Kind.CLEAR, automationId, ""), api -> api.clear(automationId));
  }

  Told terminate(String client, int node, Known.Acknowledged execution) {
    return ask(
        execution.call(client, node, Call.Kind.TERMINATE), api -> api.terminate(execution.id()));
  }

  Told read(String client, int node, Known.Acknowledged execution) {
    return ask(execution.call(client, node, Call.Kind.READ), api -> api.execution(execution.id()));
  }

  private String newKey(String prefix) {
    return prefix + keys.incrementAndGet();
  }

  private Told ask(Call call, Function<Operations, Answer> question) {
    Operations node = nodes.get(call.node());
    if (node == null) {
      throw new IllegalArgumentException("there is no node " + call.node());
    }
    Instant sent = journal.now();
    Reply reply;
    Duration pause = Duration.ZERO;
    try {
      Answer answer = question.apply(node);
      reply = Reply.of(answer.status(), answer.text());
      if (!answer.isOk()) {
        pause = answer.retryAfter().map(Desk::pauseOf).orElse(MIN_WAIT);
      }
    } catch (UncheckedIOException e) {
      Throwable cause = e.getCause();
      boolean sentAtAll =
          !(cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException);
      reply = Reply.none(sentAtAll, String.valueOf(cause));
      pause = MIN_WAIT;
    }
    Operation operation = new Operation(call, sent, journal.now(), reply);
    journal.add(operation);
    return new Told(operation, pause);
  }

  private static Duration pauseOf(String retryAfter) {
    Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
    return asked.compareTo(MAX_WAIT) < 0 ? asked : MAX_WAIT;
  }
}
