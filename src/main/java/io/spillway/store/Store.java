package io.spillway.store;

/** The durable store of a node or, shared, of a cluster. Thread-safe. */
public interface Store extends AutoCloseable {
  AutomationStore automations();

  ExecutionStore executions();

  AuditLog auditLog();

  IdentityStore identity();

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
