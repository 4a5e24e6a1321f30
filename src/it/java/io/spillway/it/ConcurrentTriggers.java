package io.spillway.it;

import io.spillway.harness.ApiCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** Triggers fired from many connections at once. */
final class ConcurrentTriggers implements AutoCloseable {
  private final ApiCalls node;
  private final String automationId;
  private final int connections;
  private final ExecutorService threads;

  ConcurrentTriggers(ApiCalls node, String automationId, int connections) {
    this.node = node;
    this.automationId = automationId;
    this.connections = connections;
    this.threads = Executors.newFixedThreadPool(connections);
  }

  /** Fires so many triggers and answers the ids of their executions. */
  List<Long> fire(int count) {
    return wait(begin(fired -> fired < count));
  }

  /** Starts firing; each connection stops when {@code continues} is false for the number fired. */
  List<Future<List<Long>>> begin(IntPredicate continues) {
    AtomicInteger fired = new AtomicInteger();
    Callable<List<Long>> connection =
        () -> {
          List<Long> ids = new ArrayList<>();
          while (continues.test(fired.getAndIncrement())) {
            ids.add(Long.parseLong(node.execute(automationId).ok().getString("executionId")));
          }
          return ids;
        };
    List<Future<List<Long>>> clients = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      clients.add(threads.submit(connection));
    }
    return clients;
  }

  /** The execution ids that the connections received. */
  static List<Long> wait(List<Future<List<Long>>> clients) {
    List<Long> ids = new ArrayList<>();
    for (Future<List<Long>> client : clients) {
      try {
        ids.addAll(client.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while triggers are fired", e);
      } catch (ExecutionException e) {
        throw new AssertionError("a trigger was not answered with an id", e);
      }
    }
    return ids;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
