package io.spillway.store.sql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.Store;
import java.time.Clock;

class InMemoryStoreTest extends StoreContractTest {
  @Override
  Store open(Clock clock) {
    return SqliteStore.inMemory("contract", clock, new SimpleMeterRegistry());
  }
}
