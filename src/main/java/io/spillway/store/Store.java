package io.spillway.store;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The durable store of a node or, shared, of a cluster. Thread-safe. */
public interface Store extends AutoCloseable {
  AutomationStore automations();

  ExecutionStore executions();

  AuditLog auditLog();

  IdentityStore identity();

  /**
   * Runs work on this thread under a lock that all nodes share. Blocks until the lock is free. A
   * node that loses its connection loses the lock with it, so the work must be safe to run twice.
   * The lock is not reentrant.
   *
   * @return the result of the work
   * @throws StoreException if the lock cannot be acquired; nothing was run then
   */
  <T> T runExclusively(Supplier<T> work);

  /**
   * Checks that the store accepts writes. While its latest transaction was committed, the check
   * only reads, as the writer does; otherwise it makes a small durable write. Blocks.
   *
   * @throws StoreException if it does not
   */
  void check();

  /**
   * How long writes have waited without a commit: since the latest one, or since the first of them
   * came. Zero if none waits. Does not block.
   */
  Duration withoutCommit();

  /**
   * What is damaged of what is stored, as far as the store knows: it may be found at any time. The
   * store works as well as it can. Does not block.
   */
  default Optional<String> damage() {
    return Optional.empty();
  }

  /** Commits queued writes, then closes all connections. Blocks; idempotent. */
  @Override
  void close();
}
