package io.spillway.store.sql;

import io.spillway.store.Store;
import io.spillway.testing.SettableClock;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Contract of all ports, run on each implementation. */
abstract class StoreContractTest
    implements CommitContract,
        OwnershipContract,
        OperationContract,
        RequestContract,
        AutomationReadingContract,
        SegmentContract,
        ExecutionContract,
        FailureContract,
        AuditLogContract,
        IdentityContract {
  private SettableClock clock;
  private Store store;

  /** Opens an empty store. */
  abstract Store open(Clock clock);

  @BeforeEach
  void openEmptyStore() {
    clock = new SettableClock(Samples.START);
    store = open(clock);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public SettableClock clock() {
    return clock;
  }
}
