package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the requests in flight on a node, by {@linkplain Lane lane} and by client, and refuses new
 * ones once it drains. A request is in flight from when it has arrived whole, and its caller is
 * known, until its response is sent: so one that never arrives takes no room. It is begun from when
 * its head has arrived, and what is begun is finished before the node stops. Shared by all server
 * instances of a node. Thread-safe.
 */
public final class RequestGate {
  /** One part in this many of the memory is for the bodies of anonymous requests. */
  private static final int ANONYMOUS_FRACTION = 8;

  /** One part in this many is for each of the lanes beside {@link Lane#OTHER}. */
  private static final int LANE_FRACTION = 8;

  /** Polls that may wait at a time, beside those that are being answered. */
  static final int MAX_POLLS = 10_000;

  /** One part in this many is left to other clients. */
  private static final int OTHERS_FRACTION = 4;

  private final int maxRequests;
  private final MemoryBudget memory;
  private final MemoryBudget anonymousMemory;
  private final ReadTurns reads = new ReadTurns();
  private final EnumMap<Lane, AtomicInteger> byLane = new EnumMap<>(Lane.class);
  private final ConcurrentHashMap<String, Integer> byClient = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final Promise<Void> emptied = Promise.promise();
  private final Set<Runnable> drainHandlers = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  /**
   * @param maxRequests in flight at a time in {@link Lane#OTHER}; each other lane has an eighth
   *     more, that of polls {@value #MAX_POLLS} besides, and one client at most three quarters
   * @param maxBytes of the heap for requests and responses in flight
   */
  public RequestGate(int maxRequests, long maxBytes) {
    if (maxRequests < 1) {
      throw new IllegalArgumentException("maxRequests is " + maxRequests + ", must be at least 1");
    }
    this.maxRequests = maxRequests;
    this.memory = new MemoryBudget(maxBytes - maxBytes / ANONYMOUS_FRACTION);
    this.anonymousMemory = new MemoryBudget(Math.max(1, maxBytes / ANONYMOUS_FRACTION));
    for (Lane lane : Lane.values()) {
      byLane.put(lane, new AtomicInteger());
    }
  }

  /**
   * Begins a request, unless the node drains. Each begun request must {@link #end} once, after it
   * has left if it was admitted.
   */
  boolean tryBegin() {
    begun.incrementAndGet();
    if (draining) {
      end();
      return false;
    }
    return true;
  }

  /** A begun request has its response, or its client has left. */
  void end() {
    if (begun.decrementAndGet() == 0 && draining) {
      emptied.tryComplete();
    }
  }

  /**
   * Admits a request, if there is room. Each admitted request must {@link #leave} once, with the
   * same arguments.
   *
   * @param client id of the caller; not used if it is anonymous
   */
  public boolean tryEnter(Lane lane, String client) {
    inFlight.incrementAndGet();
    boolean fits = inFlightIn(lane).incrementAndGet() <= maxOf(lane);
    if (lane == Lane.OTHER) {
      fits &=
          byClient.merge(client, 1, Integer::sum) <= maxRequests - maxRequests / OTHERS_FRACTION;
    }
    if (!fits) {
      leave(lane, client);
      return false;
    }
    return true;
  }

  private AtomicInteger inFlightIn(Lane lane) {
    return Objects.requireNonNull(byLane.get(lane));
  }

  private int maxOf(Lane lane) {
    int most = lane == Lane.OTHER ? maxRequests : Math.max(1, maxRequests / LANE_FRACTION);
    return lane == Lane.POLL ? most + MAX_POLLS : most;
  }

  /** Releases an admitted request. */
  void leave(Lane lane, String client) {
    if (lane == Lane.OTHER) {
      byClient.computeIfPresent(client, (id, count) -> count == 1 ? null : count - 1);
    }
    inFlightIn(lane).decrementAndGet();
    inFlight.decrementAndGet();
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
   * Begins no further requests. Idempotent.
   *
   * @return completes when all that were begun have ended
   */
  public Future<Void> drain() {
    draining = true;
    drainHandlers.forEach(Runnable::run);
    if (begun.get() == 0) {
      emptied.tryComplete();
    }
    return emptied.future();
  }

  /** What requests and responses in flight may take of the heap. */
  public MemoryBudget memory() {
    return memory;
  }

  /** What bodies of anonymous requests may take of it. */
  public MemoryBudget anonymousMemory() {
    return anonymousMemory;
  }

  /** The turns of reads for responses. */
  ReadTurns reads() {
    return reads;
  }

  public boolean isDraining() {
    return draining;
  }

  /** The number of requests in flight. */
  public int inFlight() {
    return inFlight.get();
  }
}
