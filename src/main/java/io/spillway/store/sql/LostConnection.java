package io.spillway.store.sql;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Recognises failures that mean that a connection is lost, by their SQLSTATE. */
final class LostConnection {
  private LostConnection() {}

  /** Whether the connection on which a statement failed like this can be used no more. */
  static boolean isIn(SQLException failure) {
    @Nullable String state = failure.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P0"));
  }

  /**
   * Whether it was cut. Otherwise the database has not answered in time, and is not likely to do so
   * on another connection.
   */
  static boolean isCut(SQLException failure) {
    return isIn(failure) && !isTimeout(failure);
  }

  private static boolean isTimeout(SQLException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }
}
