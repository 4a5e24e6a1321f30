package io.spillway.engine.search;

import io.spillway.engine.grid.Segments;
import io.spillway.store.Store;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The searches of one node and their threads. A search is refused if all threads are busy and the
 * queue is full.
 */
public final class Searches implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int QUEUE_CAPACITY = 1_000;

  private final ExecutorService threads;
  private final GridSearch executions;
  private final GridPausedExecutions paused;

  /**
   * @param segments the states of executions
   * @param store their facts, and what resolutions could not move
   */
  public Searches(Segments segments, Store store) {
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY),
            task -> new Thread(task, "spillway-search"));
    this.executions = new GridSearch(segments, store.executions(), threads);
    this.paused = new GridPausedExecutions(executions, segments, store);
  }

  /** Reads executions in any state. */
  public ExecutionSearch executions() {
    return executions;
  }

  /** Reads the executions that a breaker has paused. */
  public PausedExecutions paused() {
    return paused;
  }

  /** Refuses further searches. Idempotent. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
