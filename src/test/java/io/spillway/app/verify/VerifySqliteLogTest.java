package io.spillway.app.verify;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

class VerifySqliteLogTest extends VerifyLogContract {
  @Override
  Store open(Clock clock) {
    return SqliteStore.inFile(file(), clock, new SimpleMeterRegistry());
  }

  private Path file() {
    return directory.resolve("spillway.db");
  }

  @Override
  List<String> database() {
    return List.of("--data", directory.toString());
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }
}
