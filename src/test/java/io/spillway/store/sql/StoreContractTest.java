package io.spillway.store.sql;

import io.spillway.domain.audit.ChainPoint;
import io.spillway.store.BlockingWait;
import io.spillway.store.Store;
import io.spillway.testing.SettableClock;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract of all ports, run on each implementation. All tests of a class use one store, which
 * is emptied before each: opening one, with its migration, takes longer than a test. A store keeps
 * nothing in memory that outlives a call.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContractTest
    implements CommitContract,
        OwnershipContract,
        OperationContract,
        RequestContract,
        AutomationReadingContract,
        SegmentContract,
        ExecutionContract,
        StepContract,
        DamageContract,
        FailureContract,
        AuditLogContract,
        IdentityContract,
        WebhookContract {
  /** All tables but those of Flyway, of counters, and of the ends of the audit chain. */
  static final List<String> TABLES =
      List.of(
          "answered_request",
          "audit_checkpoint",
          "audit_event",
          "automation",
          "automation_state",
          "automation_version",
          "client",
          "fact_block",
          "operation",
          "resolution",
          "resolution_failure",
          "segment",
          "server_key",
          "step_block",
          "used_credential",
          "webhook",
          "webhook_delivery");

  private final SettableClock clock = new SettableClock(StoreSamples.START);
  private SqlStore store;

  /** Opens an empty store. */
  abstract SqlStore open(Clock clock);

  @BeforeAll
  void openStore() {
    store = open(clock);
  }

  @BeforeEach
  void emptyStore() {
    clock.set(StoreSamples.START);
    BlockingWait.on(store.writer.write(StoreContractTest::empty));
  }

  private static void empty(WriterSession session) throws SQLException {
    for (String table : TABLES) {
      session.update("DELETE FROM " + table);
    }
    session.update("UPDATE audit_chain SET number = 0, hash = ?", ChainPoint.GENESIS_HASH);
    session.update("UPDATE counter SET value = CASE name WHEN 'segment' THEN 1 ELSE 0 END");
  }

  @AfterAll
  void closeStore() {
    store.close();
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public SqlStore opened() {
    return store;
  }

  @Override
  public SettableClock clock() {
    return clock;
  }
}
