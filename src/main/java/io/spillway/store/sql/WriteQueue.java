package io.spillway.store.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What waits to be written, in two lines. A batch has room for all that is prompt and for a share
 * of the bulk: a million executions that are being resolved do not keep a trigger waiting for more
 * than one batch, and a flood of triggers does not keep them from going on. Within its line each
 * has its turn as it came. Thread-safe; one thread takes.
 *
 * @param <W> a write
 */
final class WriteQueue<W> {
  private final int maxBatch;
  private final int maxInBulk;
  private final Queue<W> prompt = new ArrayDeque<>();
  private final Queue<W> bulk = new ArrayDeque<>();
  private boolean closed;

  /** Which line to wait in. */
  enum Priority {
    /** Somebody waits for this one write. */
    PROMPT,
    /** One of many that belong together. */
    BULK
  }

  /**
   * @param maxBatch in a batch
   * @param maxInBulk of the bulk in a batch, fewer than {@code maxBatch}
   */
  WriteQueue(int maxBatch, int maxInBulk) {
    this.maxBatch = maxBatch;
    this.maxInBulk = maxInBulk;
  }

  /** Adds a write; answers false, and does not take it, once the queue is closed. */
  synchronized boolean offer(W write, Priority priority) {
    if (closed) {
      return false;
    }
    (priority == Priority.PROMPT ? prompt : bulk).add(write);
    notifyAll();
    return true;
  }

  /**
   * Waits for a write, and takes the next batch; an empty one when all is taken and it is closed.
   */
  synchronized List<W> take() throws InterruptedException {
    while (prompt.isEmpty() && bulk.isEmpty() && !closed) {
      wait();
    }
    int inBulk = Math.min(bulk.size(), maxInBulk);
    List<W> batch = new ArrayList<>();
    move(prompt, batch, maxBatch - inBulk);
    move(bulk, batch, inBulk);
    return batch;
  }

  private static <W> void move(Queue<W> from, List<W> to, int most) {
    for (int i = 0; i < most && !from.isEmpty(); i++) {
      to.add(from.remove());
    }
  }

  /** Takes no more writes. Calling it again is fine. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
