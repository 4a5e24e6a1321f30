package io.spillway.store.sql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

class InMemoryStoreTest extends StoreContractTest {
  @Override
  SqlStore open(Clock clock) {
    return SqliteStore.inMemory("contract", clock, new SimpleMeterRegistry());
  }
}
