package io.spillway.store.sql;

import io.spillway.store.AuditLog;
import io.spillway.store.AutomationStore;
import io.spillway.store.ExecutionStore;
import io.spillway.store.IdentityStore;
import io.spillway.store.Store;

/** A store whose ports are in SQL. */
abstract class SqlStore implements Store {
  /** The ports, from the end of the constructor on. */
  abstract SqlPorts ports();

  @Override
  public final AutomationStore automations() {
    return ports().automations();
  }

  @Override
  public final ExecutionStore executions() {
    return ports().executions();
  }

  @Override
  public final AuditLog auditLog() {
    return ports().auditLog();
  }

  @Override
  public final IdentityStore identity() {
    return ports().identity();
  }

  @Override
  public final void check() {
    ports().check();
  }
}
