package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the requests that a node works on, refuses those beyond a limit, and all once it drains.
 * Shared by all server instances of a node. Thread-safe.
 */
public final class RequestGate {
  private final int most;
  private final long maxBytes;
  private final AtomicLong bytesInFlight = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Promise<Void> emptied = Promise.promise();
  private final Set<Runnable> longLived = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  /**
   * @param most requests in flight at a time
   * @param maxBytes of request bodies in flight at a time: they stay in memory until they are
   *     answered
   */
  public RequestGate(int most, long maxBytes) {
    if (most < 1) {
      throw new IllegalArgumentException("most is " + most + ", allowed is 1 and more");
    }
    this.most = most;
    this.maxBytes = maxBytes;
  }

  /**
   * Lets a request in, if there is room. Each one let in must {@link #leave} once.
   *
   * @param bytes of its body, or what it may have at most if that is not known
   */
  public boolean tryEnter(long bytes) {
    boolean fits = bytesInFlight.addAndGet(bytes) <= maxBytes;
    if (inFlight.incrementAndGet() > most || !fits || draining) {
      leave(bytes);
      return false;
    }
    return true;
  }

  /** A request that was let in is over. */
  void leave(long bytes) {
    bytesInFlight.addAndGet(-bytes);
    if (inFlight.decrementAndGet() == 0 && draining) {
      emptied.tryComplete();
    }
  }

  /**
   * Registers what ends a request that would otherwise go on for long, for when draining begins.
   */
  public void onDrain(Runnable end) {
    longLived.add(end);
    if (draining) {
      end.run();
    }
  }

  /** Takes back a registration. */
  public void forget(Runnable end) {
    longLived.remove(end);
  }

  /**
   * Refuses all further requests. Calling it again is fine.
   *
   * @return completes when no request is in flight
   */
  public Future<Void> drain() {
    draining = true;
    longLived.forEach(Runnable::run);
    if (inFlight.get() == 0) {
      emptied.tryComplete();
    }
    return emptied.future();
  }

  public boolean isDraining() {
    return draining;
  }

  /** Requests that are being worked on now. */
  public int inFlight() {
    return inFlight.get();
  }
}
