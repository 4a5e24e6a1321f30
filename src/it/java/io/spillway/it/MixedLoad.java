package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.TestAutomation;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Clients that use a node, each on a thread of its own, until it answers no more. */
final class MixedLoad implements AutoCloseable {
  private static final int MAX_BACKLOG = 60;
  private static final int MAX_POLLS = 12;
  private static final int EXECUTIONS_BEFORE_DELETE = 5;
  private static final long TIMEOUT_SECONDS = 150;

  private final ApiCalls node;
  private final ClientHistory history;
  private final Random seeds;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> clients = new ArrayList<>();
  private final Semaphore resolvesSent = new Semaphore(0);
  private volatile boolean stopped;

  private MixedLoad(ApiCalls node, ClientHistory history, Random random) {
    this.node = node;
    this.history = history;
    this.seeds = random;
  }

  /** Puts several clients to work on each of these automations. */
  static MixedLoad on(
      ApiCalls node, ClientHistory history, Random random, List<TestAutomation> automations) {
    MixedLoad load = new MixedLoad(node, history, random);
    for (TestAutomation automation : automations) {
      load.add(client -> load.fire(automation.id()));
      load.add(client -> load.fire(automation.id()));
      if (automation.decisions() != TestAutomation.Decisions.NONE) {
        load.add(client -> load.decide(automation, client));
      }
    }
    load.add(client -> load.deleteOne());
    return load;
  }

  private void add(Consumer<Random> client) {
    Random random = new Random(seeds.nextLong());
    clients.add(
        threads.submit(
            () -> {
              try {
                while (!stopped) {
                  client.accept(random);
                }
              } catch (UncheckedIOException e) {
                // The node is gone; the outcome of this call is unknown.
              }
            }));
  }

  private boolean fire(String automationId) {
    ApiResponse answer = node.execute(automationId);
    if (check(answer)) {
      history.created(automationId, Long.parseLong(answer.json().getString("executionId")));
    }
    return answer.isOk();
  }

  private boolean check(ApiResponse answer) {
    if (!answer.isOk()) {
      history.refused(answer);
    }
    return answer.isOk();
  }

  /** Waits for a backlog of random size and resolves it. */
  private void decide(TestAutomation automation, Random random) {
    long wanted = random.nextInt(MAX_BACKLOG);
    for (int look = 0; look < MAX_POLLS && !stopped; look++) {
      ApiResponse breaker = node.breaker(automation.id());
      if (check(breaker) && breaker.json().getLong("pausedCount") >= wanted) {
        break;
      }
    }
    switch (automation.decisions()) {
      case RUN -> resolve(automation, ApiCalls.RUN);
      case CANCEL -> resolve(automation, ApiCalls.CANCEL);
      case RUN_AND_CLEAR -> {
        if (random.nextBoolean()) {
          check(node.clear(automation.id()));
        } else {
          resolve(automation, ApiCalls.RUN);
        }
      }
      case MIXED -> mix(automation, random);
      case NONE -> throw new IllegalStateException("nothing is decided on " + automation);
    }
  }

  private void mix(TestAutomation automation, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> check(node.clear(automation.id()));
      case 1 -> resolve(automation, ApiCalls.RUN);
      case 2 -> resolve(automation, ApiCalls.CANCEL);
      default -> {
        List<Long> known = history.createdOf(automation.id());
        if (!known.isEmpty()) {
          long executionId = known.get(random.nextInt(known.size()));
          if (check(node.terminate(executionId))) {
            history.terminated(executionId);
          }
        }
      }
    }
  }

  private void resolve(TestAutomation automation, String decision) {
    String reason = history.newReason();
    resolvesSent.release();
    ApiResponse answer = node.resolve(automation.id(), decision, reason);
    if (check(answer)) {
      history.resolved(reason, answer.json());
    }
  }

  private void deleteOne() {
    ApiResponse created = node.tryToCreate("doomed", 2);
    if (!check(created)) {
      return;
    }
    String id = ApiCalls.idOf(created.json());
    for (int i = 0; i < EXECUTIONS_BEFORE_DELETE; i++) {
      if (!fire(id)) {
        return;
      }
    }
    history.willDelete(id);
    if (check(node.delete(id))) {
      history.deleted(id);
    }
  }

  /** Waits until the next resolve is about to be sent. */
  void awaitResolve() {
    resolvesSent.drainPermits();
    try {
      assertThat(resolvesSent.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS))
          .as("a resolve is sent")
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a resolve", e);
    }
  }

  /** Ends the clients and fails if one of them broke off. */
  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
    for (Future<?> client : clients) {
      try {
        client.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for a client", e);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError("a client broke off", e);
      }
    }
  }
}
