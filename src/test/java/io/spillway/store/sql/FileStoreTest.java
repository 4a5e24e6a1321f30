package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends StoreContractTest {
  @TempDir static Path directory;

  @Override
  SqlStore open(Clock clock) {
    return SqliteStore.inFile(file(), clock, new SimpleMeterRegistry());
  }

  private static Path file() {
    return directory.resolve("spillway.db");
  }

  @Test
  void everyTableIsEmptiedBeforeATest() throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        ResultSet rows =
            connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      while (rows.next()) {
        tables.add(rows.getString("TABLE_NAME"));
      }
    }
    tables.removeAll(List.of("flyway_schema_history", "counter", "audit_chain"));

    assertThat(tables).containsExactlyInAnyOrderElementsOf(TABLES);
  }
}
