package io.spillway.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

class InMemoryStoreTest extends StoreContractTest {
  @Override
  Store open(Clock clock) {
    return SqliteStore.inMemory("contract", clock, new SimpleMeterRegistry());
  }
}
