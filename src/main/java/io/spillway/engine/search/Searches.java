package io.spillway.engine.search;

import io.spillway.engine.grid.Segments;
import io.spillway.store.Store;

/** The searches of one node, and their threads. */
public final class Searches implements AutoCloseable {
  private final SearchThreads threads = new SearchThreads();
  private final GridSearch executions;
  private final GridPausedExecutions paused;

  /**
   * @param segments the states of executions
   * @param store their facts, and what resolutions could not move
   */
  public Searches(Segments segments, Store store) {
    this.executions = new GridSearch(segments, store.executions(), threads);
    this.paused = new GridPausedExecutions(executions, threads, segments, store);
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
    threads.close();
  }
}
