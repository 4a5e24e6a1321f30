package io.spillway.chaos;

import io.spillway.chaos.deployment.Database;
import io.spillway.chaos.history.Journal;
import io.spillway.chaos.history.VersionSample;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads the versions in the database several times a second, and records those that changed. */
final class VersionSampler implements AutoCloseable {
  private static final long PAUSE_MILLIS = 200;

  private final Database database;
  private final Journal journal;
  private final Map<String, Long> last = new HashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "samples versions");

  private VersionSampler(Database database, Journal journal) {
    this.database = database;
    this.journal = journal;
  }

  static VersionSampler start(Database database, Journal journal) {
    VersionSampler sampler = new VersionSampler(database, journal);
    sampler.thread.setDaemon(true);
    sampler.thread.start();
    return sampler;
  }

  private void work() {
    try {
      while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        // A new one each time: after a failover an open one may lead to the old primary.
        try (Connection connection = database.connect()) {
          sample(connection);
        } catch (SQLException e) {
          // It was stopped or cut: that is what happens here.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample(Connection connection) throws SQLException {
    Instant at = journal.now();
    Database.versions(connection)
        .forEach(
            (what, version) -> {
              if (!version.equals(last.put(what, version))) {
                journal.add(new VersionSample(at, what, version));
              }
            });
  }

  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
