package io.spillway.engine.search;

import io.spillway.domain.automation.Refusal;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads of searches. Those for decisions, look-ups and scans are apart, so that a decision
 * never waits for what somebody wants to see. Work is refused if all threads of its kind are busy
 * and their queue is full. Thread-safe.
 */
public final class SearchThreads implements AutoCloseable {
  private static final int QUEUE_CAPACITY = 1_000;

  private final ExecutorService decisions = threads("decision", 2);
  private final ExecutorService lookUps = threads("lookup", 6);
  private final ExecutorService scans = threads("scan", 2);

  private static ExecutorService threads(String name, int count) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY),
            task -> new Thread(task, "spillway-" + name));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Finds what a decision is about. */
  <T> CompletionStage<T> decide(Supplier<T> work) {
    return run(decisions, work);
  }

  /** Reads one execution, or a page. */
  <T> CompletionStage<T> lookUp(Supplier<T> work) {
    return run(lookUps, work);
  }

  /** Reads everything that is paused. */
  <T> CompletionStage<T> scan(Supplier<T> work) {
    return run(scans, work);
  }

  private static <T> CompletionStage<T> run(ExecutorService threads, Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new Refusal(
                  Refusal.Reason.UNAVAILABLE, "the queue of searches is full, try again shortly")
              .asException());
    }
  }

  /** Refuses further work. Idempotent. */
  @Override
  public void close() {
    decisions.shutdown();
    lookUps.shutdown();
    scans.shutdown();
  }
}
