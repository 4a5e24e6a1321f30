package io.spillway.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Finds out whether a connection has a session of its own. Behind a pooler in transaction mode, a
 * transaction gets any session of the server that is idle: locks and settings of a session stay
 * behind, and prepared statements meet those of others.
 *
 * <p>Two connections each leave a mark in their session and look for it some times. Either the
 * second overwrites the mark of the first, or the first gets another session than before.
 */
final class SessionProbe {
  private static final int LOOKS = 4;

  private SessionProbe() {}

  /**
   * @param database opens connections. Not a pool
   */
  static boolean sharesSessions(DataSource database) throws SQLException {
    try (Connection one = database.getConnection();
        Connection other = database.getConnection()) {
      String mark = mark(one);
      mark(other);
      for (int look = 0; look < LOOKS; look++) {
        if (!query(one, "SELECT current_setting('spillway.session', true)").equals(List.of(mark))) {
          return true;
        }
      }
      return false;
    }
  }

  private static String mark(Connection connection) throws SQLException {
    String mark = UUID.randomUUID().toString();
    query(connection, "SELECT set_config('spillway.session', ?, false)", mark);
    return mark;
  }

  private static List<String> query(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return QueryRunner.rows(statement, SessionProbe::text, parameters);
    }
  }

  private static String text(ResultSet row) throws SQLException {
    return String.valueOf(row.getString(1));
  }
}
