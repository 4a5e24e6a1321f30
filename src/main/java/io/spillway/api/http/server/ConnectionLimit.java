package io.spillway.api.http.server;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections of a node up to a limit. Shared by its server instances. Thread-safe. */
public final class ConnectionLimit {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param most at a time
   */
  public ConnectionLimit(int most) {
    this.most = most;
  }

  /** Counts one more, if there is room. Each one counted must be {@link #closed} once. */
  boolean tryOpen() {
    if (open.incrementAndGet() <= most) {
      return true;
    }
    closed();
    return false;
  }

  void closed() {
    open.decrementAndGet();
  }
}
