package io.spillway.chaos.load;

import io.spillway.chaos.evidence.Journal;
import io.spillway.chaos.evidence.Recovery;
import io.spillway.it.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Fires triggers through every node for every automation until each way is open. Beside the load,
 * whose clients may still wait for answers that the fault has swallowed.
 */
public final class Probes {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long PAUSE_MILLIS = 250;

  private final Desk desk;
  private final Journal journal;
  private final List<Member> members;

  public Probes(Desk desk, Journal journal, List<Member> members) {
    this.desk = desk.withPatience(PATIENCE);
    this.journal = journal;
    this.members = members;
  }

  /**
   * Takes down that writes must go on, and waits until they do or the limit is over.
   *
   * @param whenLate is run once if half the limit is over and they do not
   */
  public void run(Recovery recovery, Runnable whenLate) throws InterruptedException {
    journal.add(recovery);
    List<Thread> ways = new ArrayList<>();
    for (int node : recovery.nodes()) {
      for (Member member : members) {
        Thread way = new Thread(() -> open(recovery, node, member), "probe " + node);
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

  private void open(Recovery recovery, int node, Member member) {
    try {
      while (journal.now().isBefore(recovery.until())
          && !desk.trigger("probes " + node, node, member.id()).isDone()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
