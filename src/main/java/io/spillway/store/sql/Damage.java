package io.spillway.store.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Damage of the database that was found since the node started, by a check of its file, a read or a
 * write. The first is logged and kept. Thread-safe.
 */
final class Damage {
  /** Data and indexes that are corrupted, and rows that are not in the state they must be in. */
  private static final Set<String> OF_POSTGRES = Set.of("XX001", "XX002", "55000");

  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_NOT_A_DATABASE = 26;

  private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

  private final AtomicReference<@Nullable String> first = new AtomicReference<>();

  /** Whether a read failed since what is stored is damaged; trying again does not help. */
  static boolean isDamage(SQLException failure) {
    return (OF_POSTGRES.contains(SqlStates.of(failure)) && !isRefusedConnection(failure))
        || failure.getErrorCode() == SQLITE_CORRUPT
        || failure.getErrorCode() == SQLITE_NOT_A_DATABASE;
  }

  /** A database that takes no connections has the state 55000 too; the pool passes it on. */
  private static boolean isRefusedConnection(SQLException failure) {
    return failure instanceof SQLTransientConnectionException;
  }

  /** Reports damage. */
  void found(String what) {
    if (first.compareAndSet(null, what)) {
      LOG.error(
          "the database is damaged: {}; reviews and the system log name executions that cannot be"
              + " read: restore the database from a backup",
          what);
    }
  }

  /** What was found first. */
  Optional<String> seen() {
    return Optional.ofNullable(first.get());
  }
}
