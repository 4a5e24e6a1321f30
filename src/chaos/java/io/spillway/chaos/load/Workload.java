package io.spillway.chaos.load;

import io.spillway.chaos.history.Journal;
import io.spillway.harness.TestAutomation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * All clients of a run, each on a thread of its own. They pace themselves: some hundred requests a
 * second with three nodes.
 */
public final class Workload implements AutoCloseable {
  private static final int TRIGGERS_PER_NODE = 3;
  private static final int DECIDERS_OF_MIXED = 2;
  private static final Duration END_LIMIT = Duration.ofMinutes(1);

  private final RecordingClient recorder;
  private final Journal journal;
  private final Random seeds;
  private final KnownExecutions known = new KnownExecutions();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Semaphore resolvesSent = new Semaphore(0);
  private volatile boolean setPauses;

  private Workload(RecordingClient recorder, Journal journal, Random seeds) {
    this.recorder = recorder;
    this.journal = journal;
    this.seeds = seeds;
  }

  /** Puts clients to work. */
  public static Workload start(
      RecordingClient recorder, Journal journal, List<TestAutomation> automations, Random seeds) {
    Workload clients = new Workload(recorder, journal, seeds);
    for (int node : recorder.nodes()) {
      for (int i = 1; i <= TRIGGERS_PER_NODE; i++) {
        String name = "fires " + node + "/" + i;
        clients.add(name, new TriggerClient(name, node, recorder, automations, clients.known));
      }
      String name = "reads " + node;
      clients.add(name, new ReadClient(name, node, recorder, automations, clients.known));
    }
    for (TestAutomation automation : automations) {
      clients.addDeciders(automation);
    }
    clients.threads.forEach(Thread::start);
    return clients;
  }

  private void addDeciders(TestAutomation automation) {
    int many =
        switch (automation.decisions()) {
          case NONE -> 0;
          case MIXED -> DECIDERS_OF_MIXED;
          default -> 1;
        };
    for (int i = 0; i < many; i++) {
      add(
          "decides on " + automation.id(),
          new DecideClient(automation, recorder, known, resolvesSent, () -> setPauses));
    }
  }

  private void add(String name, LoadClient client) {
    Random random = new Random(seeds.nextLong());
    Thread thread = new Thread(() -> work(name, client, random), name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  private void work(String name, LoadClient client, Random random) {
    try {
      Duration pause = Duration.ZERO;
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = client.act(random);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      journal.anomaly("the client that " + name + " failed: " + e, "its last answers");
    }
  }

  /** Has those who decide do so without a pause, or with pauses again. */
  public void setPauses(boolean now) {
    setPauses = now;
  }

  /** Waits until the next resolve is about to be sent, for so long at most. */
  public void awaitResolve(Duration limit) throws InterruptedException {
    resolvesSent.drainPermits();
    if (!resolvesSent.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      journal.note("no resolve was sent within " + limit);
    }
  }

  /** Lets the clients finish what they are at. */
  @Override
  public void close() {
    stopped.countDown();
    long until = System.nanoTime() + END_LIMIT.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
        if (thread.isAlive()) {
          journal.anomaly("the client that " + thread.getName() + " does not end", "its thread");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
