package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spillway.store.DatabaseSharing;
import io.spillway.testing.PostgresServer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;

class DialectTest {
  @TempDir Path directory;

  @Test
  void sqliteTellsTheTimeInEpochMilliseconds() {
    assertTellsTheTime(
        Dialect.SQLITE,
        SqliteStore.database(directory.resolve("db"), SQLiteConfig.SynchronousMode.OFF, 1_000));
  }

  @Test
  @Tag("postgresql")
  void postgresTellsTheTimeInEpochMilliseconds() {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(PostgresServer.shared().newDatabase());
    assertTellsTheTime(Dialect.postgresql(DatabaseSharing.SHARED), database);
  }

  private static void assertTellsTheTime(Dialect dialect, DataSource database) {
    long millis =
        new QueryRunner(dialect, database)
            .first("SELECT " + dialect.nowMillis() + " AS millis", row -> row.getLong("millis"))
            .orElseThrow();
    assertThat(Instant.ofEpochMilli(millis))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }
}
