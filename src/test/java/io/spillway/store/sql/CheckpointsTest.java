package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.BlockingWait;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class CheckpointsTest {
  private static final int PAGES = 50;
  private static final int MAX_WRITES = 1_000_000;

  @TempDir Path directory;

  @Test
  void theLogBeginsAnewWhileWritesGoOn() throws SQLException {
    Path file = directory.resolve("db");
    SQLiteDataSource database =
        SqliteStore.database(file, SQLiteConfig.SynchronousMode.OFF, 10_000);
    SqliteStore.migrated(database).close();
    try (GroupCommit writer =
            new GroupCommit(
                Dialect.SQLITE, database, Clock.systemUTC(), new SimpleMeterRegistry());
        Checkpoints observer = Checkpoints.of(database, file, writer, Integer.MAX_VALUE)) {
      writer.start();
      Checkpoints subject = Checkpoints.of(database, file, writer, PAGES);
      int longest = 0;
      int now = 0;
      int written = 0;
      while (now >= longest) {
        BlockingWait.on(writer.write(CheckpointsTest::touch));
        longest = Math.max(longest, now);
        now = observer.checkpoint("NOOP");
        assertThat(++written).as("writes without a shorter log").isLessThan(MAX_WRITES);
      }
      subject.close();
      assertThat(longest).isGreaterThanOrEqualTo(PAGES);
    }
  }

  private static void touch(WriterSession session) throws SQLException {
    session.update("UPDATE counter SET value = value + 1 WHERE name = 'check'");
  }
}
