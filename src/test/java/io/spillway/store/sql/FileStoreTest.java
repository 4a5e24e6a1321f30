package io.spillway.store.sql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends StoreContractTest {
  @TempDir Path directory;

  @Override
  Store open(Clock clock) {
    return SqliteStore.inFile(directory.resolve("spillway.db"), clock, new SimpleMeterRegistry());
  }
}
