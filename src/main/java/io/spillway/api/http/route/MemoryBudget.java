package io.spillway.api.http.route;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The part of the heap that requests and responses in flight may take. What is taken is what they
 * cost, estimated by their callers: the copies that are made of a body, the tree that JSON becomes,
 * a response until the socket has taken it. Thread-safe.
 */
public final class MemoryBudget {
  /** Less is not counted by client: many small requests are limited by the gate. */
  private static final long LARGE = 4_096;

  /** One part in this many is left to other clients. */
  private static final int OTHERS_FRACTION = 4;

  private final long maxBytes;
  private final AtomicLong taken = new AtomicLong();
  private final ConcurrentHashMap<String, Long> byClient = new ConcurrentHashMap<>();

  /**
   * @param maxBytes taken at a time; one client at most three quarters of them
   */
  public MemoryBudget(long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes is " + maxBytes + ", must be at least 1");
    }
    this.maxBytes = maxBytes;
  }

  /**
   * Takes {@code bytes}, if there is room. Each successful call must be followed by one of {@link
   * #give} with the same arguments. What costs more than there is at all is admitted alone.
   *
   * @param client id of the caller, empty if it is not known
   */
  public boolean tryTake(String client, long bytes) {
    long before = taken.getAndAdd(bytes);
    boolean fits = before == 0 || before + bytes <= maxBytes;
    if (bytes >= LARGE) {
      long ofClient = byClient.merge(client, bytes, Long::sum);
      fits &= ofClient == bytes || ofClient <= maxBytes - maxBytes / OTHERS_FRACTION;
    }
    if (!fits) {
      give(client, bytes);
    }
    return fits;
  }

  /** Gives back what was taken. */
  public void give(String client, long bytes) {
    taken.addAndGet(-bytes);
    if (bytes >= LARGE) {
      byClient.computeIfPresent(client, (id, held) -> held == bytes ? null : held - bytes);
    }
  }

  /** Bytes that are taken now. */
  public long taken() {
    return taken.get();
  }

  public long maxBytes() {
    return maxBytes;
  }
}
