package io.spillway.chaos;

import io.spillway.chaos.evidence.Journal;
import io.spillway.chaos.evidence.Sample;
import io.spillway.chaos.site.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads the versions in the database several times a second, and takes down those that changed. */
final class Sampler implements AutoCloseable {
  private static final long PAUSE_MILLIS = 200;

  private final Database database;
  private final Journal journal;
  private final Map<String, Long> last = new HashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "samples versions");

  private Sampler(Database database, Journal journal) {
    this.database = database;
    this.journal = journal;
  }

  static Sampler start(Database database, Journal journal) {
    Sampler sampler = new Sampler(database, journal);
    sampler.thread.setDaemon(true);
    sampler.thread.start();
    return sampler;
  }

  private void work() {
    try {
      while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        try (Connection connection = database.connect()) {
          sampleOver(connection);
        } catch (SQLException e) {
          // It was stopped or cut: that is what happens here.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sampleOver(Connection connection) throws SQLException, InterruptedException {
    do {
      Instant at = journal.now();
      Database.versions(connection)
          .forEach(
              (what, version) -> {
                if (!version.equals(last.put(what, version))) {
                  journal.add(new Sample(at, what, version));
                }
              });
    } while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    over.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
