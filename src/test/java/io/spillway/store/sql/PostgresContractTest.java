package io.spillway.store.sql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.DatabaseSharing;
import io.spillway.testing.PostgresServer;
import java.time.Clock;
import org.junit.jupiter.api.Tag;

@Tag("postgresql")
class PostgresContractTest extends StoreContractTest {
  @Override
  SqlStore open(Clock clock) {
    return PostgresStore.at(
        PostgresServer.shared().newDatabase(),
        DatabaseSharing.SHARED,
        clock,
        new SimpleMeterRegistry());
  }
}
