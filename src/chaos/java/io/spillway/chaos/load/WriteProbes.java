package io.spillway.chaos.load;

import io.spillway.chaos.history.Journal;
import io.spillway.chaos.history.Recovery;
import io.spillway.harness.TestAutomation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Fires triggers through every node for every automation until each way is open. Beside the load,
 * whose clients may still wait for answers that the fault has swallowed.
 */
public final class WriteProbes {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final long PAUSE_MILLIS = 250;

  private final RecordingClient recorder;
  private final Journal journal;
  private final List<TestAutomation> automations;

  public WriteProbes(RecordingClient recorder, Journal journal, List<TestAutomation> automations) {
    this.recorder = recorder.withTimeout(TIMEOUT);
    this.journal = journal;
    this.automations = automations;
  }

  /**
   * Records that writes must succeed, and waits until they do or the limit has passed.
   *
   * @param whenLate is run once if half the limit is over and they do not
   */
  public void run(Recovery recovery, Runnable whenLate) throws InterruptedException {
    journal.add(recovery);
    List<Thread> ways = new ArrayList<>();
    for (int node : recovery.nodes()) {
      for (TestAutomation automation : automations) {
        Thread way = new Thread(() -> open(recovery, node, automation), "probe " + node);
        way.setDaemon(true);
        way.start();
        ways.add(way);
      }
    }
    Instant late = recovery.from().plus(recovery.limit().dividedBy(2));
    for (Thread way : ways) {
      way.join(Math.max(1, Duration.between(journal.now(), late).toMillis()));
    }
    if (ways.stream().anyMatch(Thread::isAlive)) {
      whenLate.run();
    }
    for (Thread way : ways) {
      way.join();
    }
  }

  private void open(Recovery recovery, int node, TestAutomation automation) {
    try {
      while (journal.now().isBefore(recovery.until())
          && !recorder.trigger("probes " + node, node, automation.id()).isDone()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
