package io.spillway.api.http.server;

import java.util.concurrent.atomic.AtomicInteger;

/** Limits the connections of a node. Shared by its server instances. Thread-safe. */
public final class ConnectionLimit {
  private final int maxConnections;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param maxConnections open at a time
   */
  public ConnectionLimit(int maxConnections) {
    this.maxConnections = maxConnections;
  }

  /** Counts a connection, if there is room. Each one counted must be {@link #closed} once. */
  boolean tryOpen() {
    if (open.incrementAndGet() <= maxConnections) {
      return true;
    }
    closed();
    return false;
  }

  /** Counts a connection in place of one that is about to be closed. */
  void open() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }
}
