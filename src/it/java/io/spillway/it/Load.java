package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

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
final class Load implements AutoCloseable {
  private static final int MAX_PILE = 60;
  private static final int LOOKS = 12;
  private static final int DOOMED_EXECUTIONS = 5;
  private static final long PATIENCE_SECONDS = 150;

  private final Operations node;
  private final Ledger ledger;
  private final Random seeds;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> clients = new ArrayList<>();
  private final Semaphore resolvesSent = new Semaphore(0);
  private volatile boolean over;

  private Load(Operations node, Ledger ledger, Random random) {
    this.node = node;
    this.ledger = ledger;
    this.seeds = random;
  }

  /** Puts several clients to work on each of these automations. */
  static Load on(Operations node, Ledger ledger, Random random, List<Member> members) {
    Load load = new Load(node, ledger, random);
    for (Member member : members) {
      load.add(client -> load.fire(member.id()));
      load.add(client -> load.fire(member.id()));
      if (member.use() != Member.Use.LEFT_ALONE) {
        load.add(client -> load.decide(member, client));
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
                while (!over) {
                  client.accept(random);
                }
              } catch (UncheckedIOException e) {
                // The node is gone; what became of this call, nobody was told.
              }
            }));
  }

  private boolean fire(String automationId) {
    Answer answer = node.execute(automationId);
    if (check(answer)) {
      ledger.created(automationId, Long.parseLong(answer.json().getString("executionId")));
    }
    return answer.isOk();
  }

  private boolean check(Answer answer) {
    if (!answer.isOk()) {
      ledger.refused(answer);
    }
    return answer.isOk();
  }

  /** Lets a pile grow, looking at it meanwhile, and then decides on it. */
  private void decide(Member member, Random random) {
    long wanted = random.nextInt(MAX_PILE);
    for (int look = 0; look < LOOKS && !over; look++) {
      Answer breaker = node.breaker(member.id());
      if (check(breaker) && breaker.json().getLong("pausedCount") >= wanted) {
        break;
      }
    }
    switch (member.use()) {
      case RUN -> resolve(member, Operations.RUN);
      case CANCEL -> resolve(member, Operations.CANCEL);
      case RUN_AND_CLEAR -> {
        if (random.nextBoolean()) {
          check(node.clear(member.id()));
        } else {
          resolve(member, Operations.RUN);
        }
      }
      case MIXED -> mix(member, random);
      case LEFT_ALONE -> throw new IllegalStateException("nothing is decided on " + member);
    }
  }

  private void mix(Member member, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> check(node.clear(member.id()));
      case 1 -> resolve(member, Operations.RUN);
      case 2 -> resolve(member, Operations.CANCEL);
      default -> {
        List<Long> known = ledger.createdOf(member.id());
        if (!known.isEmpty()) {
          long executionId = known.get(random.nextInt(known.size()));
          if (check(node.terminate(executionId))) {
            ledger.terminated(executionId);
          }
        }
      }
    }
  }

  private void resolve(Member member, String decision) {
    String reason = ledger.newReason();
    resolvesSent.release();
    Answer answer = node.resolve(member.id(), decision, reason);
    if (check(answer)) {
      ledger.resolved(reason, answer.json());
    }
  }

  private void deleteOne() {
    Answer created = node.tryToCreate("doomed", 2);
    if (!check(created)) {
      return;
    }
    String id = Operations.idOf(created.json());
    for (int i = 0; i < DOOMED_EXECUTIONS; i++) {
      if (!fire(id)) {
        return;
      }
    }
    ledger.dooms(id);
    if (check(node.delete(id))) {
      ledger.deleted(id);
    }
  }

  /** Waits until the next resolve is about to be sent. */
  void awaitResolve() {
    resolvesSent.drainPermits();
    try {
      assertThat(resolvesSent.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
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
    over = true;
    threads.shutdown();
    for (Future<?> client : clients) {
      try {
        client.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for a client", e);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError("a client broke off", e);
      }
    }
  }
}
