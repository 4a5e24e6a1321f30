package io.spillway.store.sql;

/** Waits until a thread has ended. */
@FunctionalInterface
interface ThreadEnd {
  void await() throws InterruptedException;

  /** Waits again after an interrupt, which is kept for afterwards. */
  static void awaitUninterrupted(ThreadEnd end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      awaitUninterrupted(end);
      Thread.currentThread().interrupt();
    }
  }
}
