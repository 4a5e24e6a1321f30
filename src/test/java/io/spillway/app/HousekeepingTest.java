package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HousekeepingTest {
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private final ManualTimers timers = new ManualTimers();
  private final Queue<Runnable> workers = new ArrayDeque<>();
  private final List<String> runs = new ArrayList<>();

  @Test
  void runsEachTaskAfterItsFirstDelayAndAtItsIntervals() {
    start(task("a", FIRST, INTERVAL), task("b", INTERVAL, FIRST));

    advance(FIRST);
    assertThat(runs).containsExactly("a");
    advance(Duration.ofMinutes(9));
    assertThat(runs).containsExactly("a", "b");
    advance(FIRST);
    assertThat(runs).containsExactly("a", "b", "a", "b");
  }

  @Test
  void aTaskRunsOnAWorkerThread() {
    start(task("a", FIRST, INTERVAL));

    timers.advance(FIRST);

    assertThat(runs).isEmpty();
    assertThat(workers).hasSize(1);
  }

  @Test
  void aTickDuringARunIsSkipped() {
    start(task("slow", FIRST, FIRST), task("other", FIRST, FIRST));
    timers.advance(FIRST);
    workers.remove();
    workers.remove().run();
    timers.advance(FIRST);

    assertThat(workers).hasSize(1);
    workers.remove().run();
    assertThat(runs).containsExactly("other", "other");
  }

  @Test
  void aFailureIsLoggedInOneLineWithItsConsequenceAndTheNextTickRunsAgain() {
    Logger logger = (Logger) LoggerFactory.getLogger(Housekeeping.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    start(
        new HousekeepingTask(
            "deleting",
            FIRST,
            FIRST,
            "rows stay",
            () -> {
              runs.add("deleting");
              throw new IllegalStateException("no disk");
            }));

    advance(FIRST);
    advance(FIRST);
    logger.detachAppender(log);

    assertThat(runs).hasSize(2);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "deleting failed, rows stay: no disk", "deleting failed, rows stay: no disk");
    assertThat(log.list).allMatch(event -> event.getThrowableProxy() == null);
  }

  @Test
  void closingCancelsTheTimersAndTheRunsInProgress() {
    Housekeeping housekeeping =
        start(
            new HousekeepingTask(
                "a", FIRST, FIRST, "", () -> runs.add("a"), () -> runs.add("cancelled")));

    housekeeping.close();
    advance(FIRST);

    assertThat(runs).containsExactly("cancelled");
    assertThat(timers.active).isEmpty();
  }

  @Test
  void aTickThatComesWithTheEndRunsNothing() {
    Housekeeping housekeeping = start(task("a", FIRST, FIRST));
    Runnable tick = timers.active.get(0).tick;

    housekeeping.close();
    tick.run();

    assertThat(workers).isEmpty();
  }

  private Housekeeping start(HousekeepingTask... tasks) {
    return Housekeeping.start(timers, workers::add, List.of(tasks));
  }

  private HousekeepingTask task(String name, Duration firstDelay, Duration interval) {
    return new HousekeepingTask(name, firstDelay, interval, "", () -> runs.add(name));
  }

  /** Lets time pass, and the workers do what is due. */
  private void advance(Duration step) {
    timers.advance(step);
    while (!workers.isEmpty()) {
      workers.remove().run();
    }
  }

  private static final class ManualTimers implements Housekeeping.Timers {
    final List<Timer> active = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public Runnable start(Duration firstDelay, Duration interval, Runnable tick) {
      Timer timer = new Timer(interval, tick, now.plus(firstDelay));
      active.add(timer);
      return () -> active.remove(timer);
    }

    void advance(Duration step) {
      now = now.plus(step);
      for (Timer timer : List.copyOf(active)) {
        if (now.compareTo(timer.due) >= 0) {
          timer.due = timer.due.plus(timer.interval);
          timer.tick.run();
        }
      }
    }
  }

  private static final class Timer {
    private final Duration interval;
    private final Runnable tick;
    private Duration due;

    Timer(Duration interval, Runnable tick, Duration due) {
      this.interval = interval;
      this.tick = tick;
      this.due = due;
    }
  }
}
