package io.spillway.engine.routing;

/** Limits the bytes of commands in progress. For one thread. */
final class ByteBudget {
  private final long limit;
  private long used;

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Takes {@code bytes} if that many are left. */
  boolean tryTake(long bytes) {
    boolean fits = used + bytes <= limit;
    if (fits) {
      used += bytes;
    }
    return fits;
  }

  /** Returns what was taken. */
  void release(long bytes) {
    used -= bytes;
  }
}
