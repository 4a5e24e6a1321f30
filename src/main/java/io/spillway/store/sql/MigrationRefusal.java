package io.spillway.store.sql;

import io.spillway.store.StoreException;
import io.spillway.store.UnusableStoreException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Why a database cannot be migrated, and what to do. Flyway's own advice is about Flyway. */
final class MigrationRefusal {
  private static final String NO_RIGHT = "42501";

  private MigrationRefusal() {}

  /**
   * @param name of the database for messages
   */
  static StoreException of(RuntimeException failure, String name) {
    @Nullable SQLException cause = SqlStates.innermost(failure);
    if (cause == null) {
      return new StoreException(
          name + " could not be migrated: " + SqlStates.line(failure), failure);
    }
    return new UnusableStoreException(
        name + problem(cause, " (" + SqlStates.line(cause) + ")"), failure);
  }

  private static String problem(SQLException cause, String found) {
    if (SqlStates.of(cause).equals(NO_RIGHT)) {
      return " gives its user too few rights to create or change tables"
          + found
          + ": GRANT CREATE, USAGE ON SCHEMA to the user, which must own existing tables";
    }
    return Damage.isDamage(cause)
        ? " is damaged" + found + ": restore it from a backup"
        : " could not be migrated" + found;
  }
}
