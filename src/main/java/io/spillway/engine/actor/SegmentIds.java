package io.spillway.engine.actor;

import io.spillway.store.ExecutionStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Allocates segment ids, from blocks that are allocated by the store. Thread-safe. */
public final class SegmentIds {
  private static final int BLOCK = 1_000;

  private final Vertx vertx;
  private final ExecutionStore store;
  private long next;
  private long end;

  /**
   * @param vertx for worker threads
   * @param store allocates the blocks
   */
  public SegmentIds(Vertx vertx, ExecutionStore store) {
    this.vertx = vertx;
    this.store = store;
  }

  /** Allocates {@code count} rising ids, each larger than {@code above}. */
  Future<List<Long>> take(int count, long above) {
    List<Long> fromBlock = fromBlock(count, above);
    if (!fromBlock.isEmpty() || count == 0) {
      return Future.succeededFuture(fromBlock);
    }
    int size = Math.max(count, BLOCK);
    return vertx
        .executeBlocking(() -> store.reserveSegmentIds(above, size), false)
        .map(first -> fromNewBlock(first, size, count));
  }

  /** Forgets the allocated block: a database that has lost the allocation would repeat it. */
  synchronized void drop() {
    next = 0;
    end = 0;
  }

  private synchronized List<Long> fromBlock(int count, long above) {
    if (next <= above || end - next < count) {
      return List.of();
    }
    return give(count);
  }

  private synchronized List<Long> fromNewBlock(long first, int size, int count) {
    next = first;
    end = first + size;
    return give(count);
  }

  private List<Long> give(int count) {
    List<Long> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(next++);
    }
    return ids;
  }
}
