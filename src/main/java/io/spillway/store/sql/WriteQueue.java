package io.spillway.store.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Queued writes of two priorities. A batch takes interactive writes and a limited share of bulk
 * writes: a resolution of a million executions delays a trigger by at most one batch, and a flood
 * of triggers does not starve resolutions. FIFO within a priority. Thread-safe; one thread takes.
 *
 * @param <W> a write
 */
final class WriteQueue<W> {
  private final int maxBatch;
  private final int maxBulk;
  private final Queue<W> interactive = new ArrayDeque<>();
  private final Queue<W> bulk = new ArrayDeque<>();
  private boolean closed;

  /** How long a write may have to wait. */
  enum Priority {
    /** A caller waits for this one write. */
    INTERACTIVE,
    /** One of many of the same operation. */
    BULK
  }

  /**
   * @param maxBatch writes in a batch
   * @param maxBulk bulk writes in a batch, fewer than {@code maxBatch}
   */
  WriteQueue(int maxBatch, int maxBulk) {
    this.maxBatch = maxBatch;
    this.maxBulk = maxBulk;
  }

  /** Adds a write; returns false if the queue is closed. */
  synchronized boolean offer(W write, Priority priority) {
    if (closed) {
      return false;
    }
    (priority == Priority.INTERACTIVE ? interactive : bulk).add(write);
    notifyAll();
    return true;
  }

  /**
   * Waits for a write and takes the next batch; an empty one once the queue is closed and empty.
   */
  synchronized List<W> take() throws InterruptedException {
    while (interactive.isEmpty() && bulk.isEmpty() && !closed) {
      wait();
    }
    int bulkSize = Math.min(bulk.size(), maxBulk);
    List<W> batch = new ArrayList<>();
    move(interactive, batch, maxBatch - bulkSize);
    move(bulk, batch, bulkSize);
    return batch;
  }

  /** Takes all that is queued. Does not wait. */
  synchronized List<W> takeAll() {
    List<W> all = new ArrayList<>();
    move(interactive, all, interactive.size());
    move(bulk, all, bulk.size());
    return all;
  }

  synchronized boolean isEmpty() {
    return interactive.isEmpty() && bulk.isEmpty();
  }

  private static <W> void move(Queue<W> from, List<W> to, int max) {
    for (int i = 0; i < max && !from.isEmpty(); i++) {
      to.add(from.remove());
    }
  }

  /** Refuses further writes; idempotent. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
