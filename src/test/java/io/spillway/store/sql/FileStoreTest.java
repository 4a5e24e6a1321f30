package io.spillway.store.sql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends StoreContractTest {
  @TempDir static Path directory;

  @Override
  SqlStore open(Clock clock) {
    return SqliteStore.inFile(directory.resolve("spillway.db"), clock, new SimpleMeterRegistry());
  }
}
