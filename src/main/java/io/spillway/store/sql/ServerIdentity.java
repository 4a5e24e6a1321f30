package io.spillway.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The database server at the other end of a connection.
 *
 * @param process identifies the server process; no other one has the same
 * @param writable whether it takes writes: a standby, or a server that was made read-only, does not
 */
record ServerIdentity(String process, boolean writable) {
  /** Of a database in the process of the node. */
  static final ServerIdentity EMBEDDED = new ServerIdentity("", true);

  /** Asks the server. */
  static ServerIdentity of(Connection connection, Dialect dialect) throws SQLException {
    if (dialect.server().isEmpty()) {
      return EMBEDDED;
    }
    try (PreparedStatement statement = connection.prepareStatement(dialect.server());
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new ServerIdentity(QueryRunner.text(row, "process"), row.getBoolean("writable"));
    }
  }
}
