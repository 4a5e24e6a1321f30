package io.spillway.engine.routing;

/** How many bytes may be held at a time. For one thread. */
final class ByteBudget {
  private final long most;
  private long held;

  ByteBudget(long most) {
    this.most = most;
  }

  /** Takes so many, unless that would be too many in all. */
  boolean tryTake(long bytes) {
    boolean fits = held + bytes <= most;
    if (fits) {
      held += bytes;
    }
    return fits;
  }

  /** Gives back what was taken. */
  void giveBack(long bytes) {
    held -= bytes;
  }
}
