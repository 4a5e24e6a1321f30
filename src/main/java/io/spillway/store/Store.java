package io.spillway.store;

import java.util.function.Supplier;

/** The durable store of a node or, shared, of a cluster. Thread-safe. */
public interface Store extends AutoCloseable {
  AutomationStore automations();

  ExecutionStore executions();

  AuditLog auditLog();

  IdentityStore identity();

  /**
   * Runs work on this thread while no other node that shares the store runs any. Blocks until it is
   * this node's turn, however long that takes. A node that loses the database in the middle loses
   * its turn with it: the work must not be harmful when run twice. Work does not ask for a turn
   * again.
   *
   * @return what the work answers
   * @throws StoreException if the database cannot be asked for a turn; nothing was run then
   */
  <T> T oneAtATime(Supplier<T> work);

  /**
   * Whether the store takes writes: makes a small one durable. Blocks.
   *
   * @throws StoreException if it does not
   */
  void check();

  /**
   * Makes durable what is queued, then lets go of the database. Blocks; calling it twice is fine.
   */
  @Override
  void close();
}
