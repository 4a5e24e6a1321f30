package io.spillway.it;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ServerApi;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Clients that fire triggers through the nodes of a cluster that report readiness, as behind a load
 * balancer: a node that does not accept connections is passed over, and an answer that asks for it
 * is followed by one more try at another node. Everything else is a failure.
 */
final class RollingLoad implements AutoCloseable {
  private static final long PROBE_MILLIS = 100;
  private static final int AUTOMATIONS = 20;

  private final TestCluster cluster;
  private final ApiCalls[] nodes;
  private final boolean[] ready;
  private final List<String> automations = new ArrayList<>();
  private final Map<String, Queue<Long>> created = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private RollingLoad(TestCluster cluster) {
    this.cluster = cluster;
    this.nodes = new ApiCalls[cluster.size()];
    this.ready = new boolean[cluster.size()];
  }

  static RollingLoad on(TestCluster cluster, int clients) {
    RollingLoad load = new RollingLoad(cluster);
    for (int node = 0; node < cluster.size(); node++) {
      load.onRestart(node);
    }
    for (int i = 0; i < AUTOMATIONS; i++) {
      load.automations.add(load.nodes[0].create("rolling " + i, 4_294_967_295L));
    }
    load.threads.execute(load::probe);
    for (int client = 0; client < clients; client++) {
      load.threads.execute(load::fire);
    }
    return load;
  }

  /** Goes on using a node, on new connections. */
  synchronized void onRestart(int node) {
    nodes[node] = cluster.at(node);
    ready[node] = true;
  }

  private void probe() {
    while (!isOver(PROBE_MILLIS)) {
      for (int node = 0; node < nodes.length; node++) {
        boolean answers = ServerApi.isReady(at(node).api().url());
        synchronized (this) {
          ready[node] = answers;
        }
      }
    }
  }

  private synchronized ApiCalls at(int node) {
    return nodes[node];
  }

  private ApiCalls any() {
    return readyNode(node -> true).orElseGet(() -> at(0));
  }

  private ApiCalls another(ApiCalls than) {
    return readyNode(node -> !node.equals(than)).orElse(than);
  }

  private synchronized Optional<ApiCalls> readyNode(Predicate<ApiCalls> wanted) {
    List<ApiCalls> candidates = new ArrayList<>();
    for (int node = 0; node < nodes.length; node++) {
      if (ready[node] && wanted.test(nodes[node])) {
        candidates.add(nodes[node]);
      }
    }
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(ThreadLocalRandom.current().nextInt(candidates.size())));
  }

  private void fire() {
    while (!isOver(2)) {
      String automation = automations.get(ThreadLocalRandom.current().nextInt(AUTOMATIONS));
      ApiCalls first = any();
      try {
        ApiResponse answer = send(first, automation);
        if (answer.asksToRetry()) {
          answer = send(another(first), automation);
        }
        if (answer.isOk()) {
          created
              .computeIfAbsent(automation, id -> new ConcurrentLinkedQueue<>())
              .add(Long.parseLong(answer.json().getString("executionId")));
        } else {
          failures.add(answer.toString());
        }
      } catch (UncheckedIOException e) {
        failures.add(String.valueOf(e.getCause()));
      }
    }
  }

  /** A connection that was refused carried nothing: the next node is asked. */
  private ApiResponse send(ApiCalls node, String automation) {
    try {
      return node.execute(automation);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ConnectException) {
        return another(node).execute(automation);
      }
      throw e;
    }
  }

  private boolean isOver(long withinMillis) {
    try {
      return stopped.await(withinMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Waits for this long while the clients run. */
  void letRun(Duration time) {
    if (isOver(time.toMillis())) {
      throw new AssertionError("the load has ended");
    }
  }

  /** Ends the clients and waits for what they are at. */
  void stop() {
    stopped.countDown();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
        throw new AssertionError("clients wait for an answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while clients end", e);
    }
  }

  List<String> automations() {
    return automations;
  }

  /** What was not answered with success, also when it was tried again. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  List<Long> created() {
    return created.values().stream().flatMap(Queue::stream).toList();
  }

  List<Long> createdOf(String automation) {
    return List.copyOf(created.getOrDefault(automation, new ConcurrentLinkedQueue<>()));
  }

  @Override
  public void close() {
    stopped.countDown();
    threads.shutdownNow();
  }
}
