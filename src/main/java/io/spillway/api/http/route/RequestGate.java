package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the requests in flight on a node, and refuses all once it drains. Shared by all server
 * instances of a node. Thread-safe.
 */
public final class RequestGate {
  private final int maxRequests;
  private final long maxBytes;
  private final AtomicLong bytesInFlight = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Promise<Void> emptied = Promise.promise();
  private final Set<Runnable> drainHandlers = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  /**
   * @param maxRequests requests in flight at a time
   * @param maxBytes of request bodies in flight at a time: they stay in memory until the response
   *     is sent
   */
  public RequestGate(int maxRequests, long maxBytes) {
    if (maxRequests < 1) {
      throw new IllegalArgumentException("maxRequests is " + maxRequests + ", must be at least 1");
    }
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes;
  }

  /**
   * Admits a request, if there is room. Each admitted request must {@link #leave} once.
   *
   * @param bytes of its body, or the maximum if that is not known
   */
  public boolean tryEnter(long bytes) {
    boolean fits = bytesInFlight.addAndGet(bytes) <= maxBytes;
    if (inFlight.incrementAndGet() > maxRequests || !fits || draining) {
      leave(bytes);
      return false;
    }
    return true;
  }

  /** Releases an admitted request. */
  void leave(long bytes) {
    bytesInFlight.addAndGet(-bytes);
    if (inFlight.decrementAndGet() == 0 && draining) {
      emptied.tryComplete();
    }
  }

  /** Registers a callback that ends a long-lived response when draining begins. */
  public void addDrainHandler(Runnable handler) {
    drainHandlers.add(handler);
    if (draining) {
      handler.run();
    }
  }

  /** Removes a registration. */
  public void removeDrainHandler(Runnable handler) {
    drainHandlers.remove(handler);
  }

  /**
   * Refuses all further requests. Idempotent.
   *
   * @return completes when no request is in flight
   */
  public Future<Void> drain() {
    draining = true;
    drainHandlers.forEach(Runnable::run);
    if (inFlight.get() == 0) {
      emptied.tryComplete();
    }
    return emptied.future();
  }

  public boolean isDraining() {
    return draining;
  }

  /** The number of requests in flight. */
  public int inFlight() {
    return inFlight.get();
  }
}
