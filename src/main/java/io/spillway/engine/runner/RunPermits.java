package io.spillway.engine.runner;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what runs at once on a node, over all its automations: steps, and bytes of their contexts.
 * Automations that wait for permits are served in turn, a share at a time (round robin), so that
 * one with a million executions does not hold up another with one. Thread-safe.
 */
public final class RunPermits {
  /** What an automation gets at a time while others wait. */
  static final int SHARE = 32;

  private final long maxBytes;
  private final Map<String, Runnable> waiting = new LinkedHashMap<>();
  private final Map<String, Integer> reserved = new HashMap<>();
  private int free;
  private long bytes;

  /**
   * @param steps how many may run at once
   * @param maxBytes of contexts of running steps
   */
  public RunPermits(int steps, long maxBytes) {
    this.free = steps;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes up to {@code wanted} permits. If none is free, {@code onFree} is called once when some
   * are reserved for this automation; it must take them then, or take 0 to give them back.
   *
   * @return how many were taken
   */
  int take(String automationId, int wanted, Runnable onFree) {
    int taken;
    synchronized (this) {
      @Nullable Integer kept = reserved.remove(automationId);
      int available = kept == null ? free : free + kept;
      int most = waiting.isEmpty() ? available : Math.min(available, SHARE);
      taken = Math.min(wanted, most);
      free = available - taken;
      if (taken == 0 && wanted > 0) {
        waiting.put(automationId, onFree);
      }
    }
    serveWaiting();
    return taken;
  }

  /** Gives permits back. */
  void give(int count) {
    synchronized (this) {
      free += count;
    }
    serveWaiting();
  }

  private void serveWaiting() {
    Runnable next = reserveForNext();
    while (next != null) {
      next.run();
      next = reserveForNext();
    }
  }

  private synchronized @Nullable Runnable reserveForNext() {
    Iterator<Map.Entry<String, Runnable>> first = waiting.entrySet().iterator();
    if (free == 0 || !first.hasNext()) {
      return null;
    }
    Map.Entry<String, Runnable> served = first.next();
    first.remove();
    int share = Math.min(free, SHARE);
    free -= share;
    reserved.merge(served.getKey(), share, Integer::sum);
    return served.getValue();
  }

  /** Gives back what was reserved and not taken. */
  void returnReserved(String automationId) {
    synchronized (this) {
      @Nullable Integer kept = reserved.remove(automationId);
      free += kept == null ? 0 : kept;
    }
    serveWaiting();
  }

  /** Waits no more, and gives back what was reserved. */
  void leave(String automationId) {
    synchronized (this) {
      waiting.remove(automationId);
    }
    returnReserved(automationId);
  }

  /** Takes bytes if they fit beside the others; a context alone always fits. */
  synchronized boolean takeBytes(long count) {
    if (bytes > 0 && bytes + count > maxBytes) {
      return false;
    }
    bytes += count;
    return true;
  }

  synchronized void giveBytes(long count) {
    bytes -= count;
  }

  /** How many steps may still be started. */
  public synchronized int free() {
    return free;
  }

  /** Bytes of contexts of running steps. */
  public synchronized long bytes() {
    return bytes;
  }
}
