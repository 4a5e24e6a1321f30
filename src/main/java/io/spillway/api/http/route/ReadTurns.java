package io.spillway.api.http.route;

import io.spillway.domain.automation.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The turns of reads for responses. A read takes a thread, a connection to the store, and the time
 * of a processor, so a node makes a few at a time. The clients that wait take turns: whoever asks
 * for a hundred pages at once waits for them, and keeps nobody else waiting for more than one of
 * them. Thread-safe.
 */
public final class ReadTurns {
  /** Fewer than the store has connections for reads: decisions and actors need some. */
  private static final int MAX_RUNNING = 6;

  private static final int MAX_WAITING = 1_000;

  private final Map<String, Deque<Runnable>> waiting = new LinkedHashMap<>();
  private int waitingCount;
  private int running;

  /**
   * Makes a read when it is its turn.
   *
   * @param client who waits for it
   * @param context of the caller, on which the read is started
   * @param read must not run another read in a turn of its own before it completes
   * @return its result; fails with a refusal (UNAVAILABLE) if too many wait
   */
  <T> Future<T> run(String client, Context context, Supplier<Future<T>> read) {
    Promise<T> result = Promise.promise();
    synchronized (this) {
      if (running == MAX_RUNNING) {
        return enqueue(client, () -> context.runOnContext(turn -> start(read, result)))
            ? result.future()
            : Future.failedFuture(tooMany());
      }
      running++;
    }
    start(read, result);
    return result.future();
  }

  private boolean enqueue(String client, Runnable start) {
    if (waitingCount == MAX_WAITING) {
      return false;
    }
    waitingCount++;
    waiting.computeIfAbsent(client, id -> new ArrayDeque<>()).add(start);
    return true;
  }

  private <T> void start(Supplier<Future<T>> read, Promise<T> result) {
    Future<T> started;
    try {
      started = read.get();
    } catch (RuntimeException e) {
      started = Future.failedFuture(e);
    }
    started.onComplete(
        done -> {
          endTurn();
          result.handle(done);
        });
  }

  private void endTurn() {
    Runnable next;
    synchronized (this) {
      if (waiting.isEmpty()) {
        running--;
        return;
      }
      next = takeNext();
    }
    next.run();
  }

  /** The oldest read of the client whose last turn is longest ago. */
  private Runnable takeNext() {
    Iterator<Map.Entry<String, Deque<Runnable>>> clients = waiting.entrySet().iterator();
    Map.Entry<String, Deque<Runnable>> first = clients.next();
    String client = first.getKey();
    Deque<Runnable> reads = first.getValue();
    clients.remove();
    waitingCount--;
    Runnable next = reads.remove();
    if (!reads.isEmpty()) {
      waiting.put(client, reads);
    }
    return next;
  }

  private static RuntimeException tooMany() {
    return new Refusal(
            Refusal.Reason.UNAVAILABLE, "too many reads wait on this node, try again shortly")
        .asException();
  }
}
