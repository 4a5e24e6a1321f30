package io.spillway.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.Store;
import io.spillway.store.UnusableStoreException;
import io.spillway.store.sql.PostgresStore;
import io.spillway.store.sql.SqliteStore;
import java.time.Clock;

/** Opens the store that the settings select. */
final class Stores {
  private Stores() {}

  /**
   * @throws UnusableStoreException if the message says all that there is to know
   */
  static Store open(Settings settings, Clock clock, MeterRegistry meters) {
    Settings.Storage storage = settings.storage();
    return switch (storage.kind()) {
      case SQLITE -> SqliteStore.inFile(storage.database(), clock, meters);
      case POSTGRES ->
          postgres(
              storage.jdbcUrl().orElseThrow(),
              settings.cluster().isShared() ? DatabaseSharing.SHARED : DatabaseSharing.EXCLUSIVE,
              clock,
              meters);
      case MEMORY -> SqliteStore.inMemory("memory", clock, meters);
    };
  }

  private static Store postgres(
      String url, DatabaseSharing sharing, Clock clock, MeterRegistry meters) {
    try {
      return PostgresStore.at(url, sharing, clock, meters);
    } catch (UnusableStoreException e) {
      throw new UnusableStoreException(Setting.JDBC_URL.flag() + ": " + e.getMessage(), e);
    }
  }
}
