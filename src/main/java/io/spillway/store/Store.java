package io.spillway.store;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The durable store of a node or, shared, of a cluster. Thread-safe. */
public interface Store extends AutoCloseable {
  AutomationStore automations();

  ExecutionStore executions();

  StepStore steps();

  AuditLog auditLog();

  IdentityStore identity();

  WebhookStore webhooks();

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

  /** Whether the database is known to be away: reads and writes fail at once. Does not block. */
  default boolean isAway() {
    return false;
  }

  /**
   * Registers what drops all that was read from the store. It is run when the database has moved to
   * another server, before anything is read or written there, on a thread that may block; again
   * after a while if it fails. Reads and writes fail meanwhile.
   *
   * @param drop takes what identifies the new server
   */
  default void onMoved(Consumer<String> drop) {}

  /**
   * Another node works with this server of the database: finds out whether this one must too, and
   * refuses reads and writes until then. Does nothing if it does already. Does not block.
   *
   * @param server as {@link #onMoved} tells it
   */
  default void lookAgain(String server) {}

  /** Commits queued writes, then closes all connections. Blocks; idempotent. */
  @Override
  void close();
}
