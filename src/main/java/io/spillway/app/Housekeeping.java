package io.spillway.app;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the periodic tasks of a node against its store, which {@link HousekeepingTasks} lists. Each
 * runs on a worker thread and never overlaps with itself: a tick during a run is skipped. A failure
 * is logged in one line and the task runs again at its next tick.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final Executor workers;
  private final List<HousekeepingTask> tasks;
  private final List<Runnable> timers = new ArrayList<>();
  private volatile boolean closed;

  /** Calls {@code tick} after the first delay and then at every interval. */
  @FunctionalInterface
  interface Timers {
    /** Returns what cancels the timer. */
    Runnable start(Duration firstDelay, Duration interval, Runnable tick);
  }

  private Housekeeping(Executor workers, List<HousekeepingTask> tasks) {
    this.workers = workers;
    this.tasks = List.copyOf(tasks);
  }

  /** Starts the tasks on the timers and worker threads of Vert.x. */
  static Housekeeping start(Vertx vertx, List<HousekeepingTask> tasks) {
    return start(
        (firstDelay, interval, tick) -> {
          long id =
              vertx.setPeriodic(firstDelay.toMillis(), interval.toMillis(), now -> tick.run());
          return () -> vertx.cancelTimer(id);
        },
        work ->
            vertx.executeBlocking(
                () -> {
                  work.run();
                  return null;
                },
                false),
        tasks);
  }

  /** Starts the tasks. */
  static Housekeeping start(Timers timers, Executor workers, List<HousekeepingTask> tasks) {
    Housekeeping housekeeping = new Housekeeping(workers, tasks);
    for (HousekeepingTask task : housekeeping.tasks) {
      AtomicBoolean running = new AtomicBoolean();
      housekeeping.timers.add(
          timers.start(task.firstDelay(), task.interval(), () -> housekeeping.tick(task, running)));
    }
    return housekeeping;
  }

  private void tick(HousekeepingTask task, AtomicBoolean running) {
    if (!closed && running.compareAndSet(false, true)) {
      workers.execute(() -> run(task, running));
    }
  }

  private void run(HousekeepingTask task, AtomicBoolean running) {
    try {
      task.work().run();
    } catch (RuntimeException e) {
      LOG.warn("{} failed, {}: {}", task.name(), task.consequence(), e.getMessage());
    } finally {
      running.set(false);
    }
  }

  /** Starts no further run and asks those in progress to stop. Does not wait. Idempotent. */
  @Override
  public void close() {
    closed = true;
    timers.forEach(Runnable::run);
    tasks.forEach(task -> task.cancel().run());
  }
}
