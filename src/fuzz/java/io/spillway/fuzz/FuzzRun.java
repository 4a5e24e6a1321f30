package io.spillway.fuzz;

import io.spillway.contract.Document;
import io.spillway.contract.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Sends requests to a node, some at a time. Each is made from the seed, its number, and the answers
 * to those that were sent before its group, so that a seed gives the same run again.
 */
final class FuzzRun implements AutoCloseable {
  private static final int AT_A_TIME = 16;
  private static final int SHOWN = 1_500;

  private final URI node;
  private final long seed;
  private final Document document = Document.load();
  private final Pool pool;
  private final ShotMaker maker;
  private final Judge judge;
  private final Ledger ledger = new Ledger(document);
  private final List<Connection> connections = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final Set<String> succeeded = new TreeSet<>();

  /**
   * @param node that gets them
   * @param token of an administrator
   * @param seed of chance
   * @param spared clients that it must not revoke or change
   * @param patienceMillis how long an answer may take
   */
  FuzzRun(URI node, String token, long seed, Set<String> spared, int patienceMillis) {
    this.node = node;
    this.seed = seed;
    this.pool = new Pool(spared);
    this.maker = new ShotMaker(document, pool, "Bearer " + token);
    this.judge = new Judge(document, patienceMillis);
    for (int i = 0; i < AT_A_TIME; i++) {
      connections.add(new Connection(node, patienceMillis));
    }
  }

  /**
   * Sends so many requests.
   *
   * @throws Finding at the first answer that must not be
   */
  void send(int requests) throws InterruptedException {
    for (int number = 0; number < requests; number += AT_A_TIME) {
      List<Shot> shots = new ArrayList<>();
      for (int i = number; i < Math.min(requests, number + AT_A_TIME); i++) {
        shots.add(maker.make(new Random(seed * 1_000_003 + i)));
      }
      List<Future<RawAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < shots.size(); i++) {
        Shot shot = shots.get(i);
        Connection connection = connections.get(i);
        answers.add(threads.submit(() -> connection.exchange(shot)));
      }
      for (int i = 0; i < shots.size(); i++) {
        take(number + i, shots.get(i), answers.get(i));
      }
    }
  }

  private void take(int number, Shot shot, Future<RawAnswer> pending) throws InterruptedException {
    RawAnswer answer;
    try {
      answer = pending.get();
    } catch (ExecutionException e) {
      throw found(number, shot, "there is no answer: " + e.getCause());
    }
    List<String> problems = judge.problems(shot, answer);
    if (!problems.isEmpty()) {
      throw found(
          number,
          shot,
          "%s%nThe answer is %d %s%n%s"
              .formatted(
                  String.join("\n", problems),
                  answer.status(),
                  answer.headers(),
                  shortened(answer.text())));
    }
    statuses.merge(answer.status(), 1, Integer::sum);
    ledger.note(shot, answer).ifPresent(pool::forget);
    if (answer.status() < 300) {
      succeeded.add(shot.operation().id());
      learn(answer);
    }
  }

  private void learn(RawAnswer answer) {
    // An answer to HEAD has the type of a body, and none.
    if ("application/json".equals(answer.headers().get("content-type"))
        && !answer.text().isEmpty()) {
      try {
        pool.learn(StrictJson.parse(answer.text()));
      } catch (IOException e) {
        throw new IllegalStateException("judged to be JSON", e);
      }
    }
  }

  private Finding found(int number, Shot shot, String problem) {
    return new Finding(
        "Request %d of seed %d (%s):%n%s%n%s"
            .formatted(number, seed, shot.operation().id(), shot.curl(node), problem));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  Ledger ledger() {
    return ledger;
  }

  /** How many answers there were of each status, and which operations have never succeeded. */
  String summary() {
    String never =
        document.operations().stream()
            .map(operation -> operation.id())
            .filter(id -> !succeeded.contains(id))
            .collect(Collectors.joining(", "));
    return "answers by status " + statuses + (never.isEmpty() ? "" : "; never a success: " + never);
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
