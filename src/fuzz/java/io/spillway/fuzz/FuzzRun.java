package io.spillway.fuzz;

import io.spillway.contract.Document;
import io.spillway.contract.StrictJson;
import io.spillway.harness.ServerApi;
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
  private static final int BATCH_SIZE = 16;
  private static final int SHOWN = 1_500;

  /** A multiple of the batch size. */
  private static final int REQUESTS_PER_REVIEW_CHECK = 30 * BATCH_SIZE;

  private final URI node;
  private final ServerApi api;
  private final long seed;
  private final Document document = Document.load();
  private final ObservedIds ids;
  private final RequestGenerator generator;
  private final ResponseOracle oracle;
  private final ExpectedState expected = new ExpectedState(document);
  private final List<RawConnection> connections = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(BATCH_SIZE);
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final Set<String> succeeded = new TreeSet<>();
  private int reviewChecks;

  /**
   * @param node that gets them
   * @param token of an administrator
   * @param seed of chance
   * @param excluded clients that it must not revoke or change
   * @param timeoutMillis how long an answer may take
   */
  FuzzRun(URI node, String token, long seed, Set<String> excluded, int timeoutMillis) {
    this.node = node;
    this.api = ServerApi.withToken(node, token);
    this.seed = seed;
    this.ids = new ObservedIds(excluded);
    this.generator = new RequestGenerator(document, ids, "Bearer " + token);
    this.oracle = new ResponseOracle(document, timeoutMillis);
    for (int i = 0; i < BATCH_SIZE; i++) {
      connections.add(new RawConnection(node, timeoutMillis));
    }
  }

  /**
   * Sends so many requests, and checks reviews in between.
   *
   * @throws Finding at the first answer that must not be
   */
  void send(int requests) throws InterruptedException {
    for (int number = 0; number < requests; number += BATCH_SIZE) {
      List<FuzzRequest> batch = new ArrayList<>();
      for (int i = number; i < Math.min(requests, number + BATCH_SIZE); i++) {
        batch.add(generator.make(new Random(seed * 1_000_003 + i)));
      }
      List<Future<RawResponse>> answers = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        FuzzRequest request = batch.get(i);
        RawConnection connection = connections.get(i);
        answers.add(threads.submit(() -> connection.exchange(request)));
      }
      for (int i = 0; i < batch.size(); i++) {
        take(number + i, batch.get(i), answers.get(i));
      }
      if (number % REQUESTS_PER_REVIEW_CHECK == 0) {
        new ReviewCheck(api, seed * 1_000_003 + number).run();
        reviewChecks++;
      }
    }
  }

  private void take(int number, FuzzRequest request, Future<RawResponse> pending)
      throws InterruptedException {
    RawResponse answer;
    try {
      answer = pending.get();
    } catch (ExecutionException e) {
      throw found(number, request, "there is no answer: " + e.getCause());
    }
    List<String> problems = oracle.problems(request, answer);
    if (!problems.isEmpty()) {
      throw found(
          number,
          request,
          "%s%nThe answer is %d %s%n%s"
              .formatted(
                  String.join("\n", problems),
                  answer.status(),
                  answer.headers(),
                  shortened(answer.text())));
    }
    statuses.merge(answer.status(), 1, Integer::sum);
    expected.note(request, answer).ifPresent(ids::forget);
    if (answer.status() < 300) {
      succeeded.add(request.operation().id());
      learn(answer);
    }
  }

  private void learn(RawResponse answer) {
    // An answer to HEAD has the type of a body, and none.
    if ("application/json".equals(answer.headers().get("content-type"))
        && !answer.text().isEmpty()) {
      try {
        ids.learn(StrictJson.parse(answer.text()));
      } catch (IOException e) {
        throw new IllegalStateException("judged to be JSON", e);
      }
    }
  }

  private Finding found(int number, FuzzRequest request, String problem) {
    return new Finding(
        "Request %d of seed %d (%s):%n%s%n%s"
            .formatted(number, seed, request.operation().id(), request.curl(node), problem));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  ExpectedState expected() {
    return expected;
  }

  /** How many answers there were of each status, and which operations have never succeeded. */
  String summary() {
    String never =
        document.operations().stream()
            .map(operation -> operation.id())
            .filter(id -> !succeeded.contains(id))
            .collect(Collectors.joining(", "));
    return "answers by status "
        + statuses
        + "; "
        + reviewChecks
        + " review checks"
        + (never.isEmpty() ? "" : "; never a success: " + never);
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (RawConnection connection : connections) {
      connection.close();
    }
  }
}
