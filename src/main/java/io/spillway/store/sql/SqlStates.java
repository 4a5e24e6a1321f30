package io.spillway.store.sql;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the codes of a failure in SQL mean, and its message. */
final class SqlStates {
  /** A write in a transaction that may only read. */
  static final String READ_ONLY = "25006";

  /** A statement waited for a lock longer than allowed, or took longer than allowed. */
  private static final Set<String> WAITED_TOO_LONG = Set.of("55P03", "57014");

  private SqlStates() {}

  /** Whether a statement was given up, and may be tried again. */
  static boolean waitedTooLong(SQLException failure) {
    return WAITED_TOO_LONG.contains(of(failure));
  }

  /** The SQLSTATE; empty if there is none. */
  static String of(SQLException failure) {
    @Nullable String state = failure.getSQLState();
    return state == null ? "" : state;
  }

  /** The innermost failure in SQL among the causes; null if there is none. */
  static @Nullable SQLException innermost(Throwable failure) {
    @Nullable SQLException found = null;
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException exception) {
        found = exception;
      }
    }
    return found;
  }

  /** The message of a failure on one line. */
  static String line(Throwable failure) {
    return line(failure.getMessage());
  }

  /** A text of the database on one line. */
  static String line(@Nullable String text) {
    return String.valueOf(text).strip().replaceAll("\\s+", " ");
  }
}
