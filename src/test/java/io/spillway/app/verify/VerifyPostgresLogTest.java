package io.spillway.app.verify;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.Store;
import io.spillway.store.sql.PostgresStore;
import io.spillway.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Tag;

@Tag("postgresql")
class VerifyPostgresLogTest extends VerifyLogContract {
  private final String url = PostgresServer.shared().newDatabase();

  @Override
  Store open(Clock clock) {
    return PostgresStore.at(url, DatabaseSharing.SHARED, clock, new SimpleMeterRegistry());
  }

  @Override
  List<String> database() {
    return List.of("--jdbc-url", url);
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }
}
