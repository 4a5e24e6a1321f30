package io.spillway.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The writer's connection, with its prepared statements kept. Owned by the writer thread. */
final class WriterSession {
  private static final int ANSWERS_WITHIN_SECONDS = 5;

  private final Dialect dialect;
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final List<GroupCommit.Change> last = new ArrayList<>();

  /** Closes the connection if it cannot be used. */
  WriterSession(Dialect dialect, Connection connection) throws SQLException {
    this.dialect = dialect;
    this.connection = connection;
    try {
      executeUnlessEmpty(dialect.whenConnected());
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Dialect dialect() {
    return dialect;
  }

  private void executeUnlessEmpty(String sql) throws SQLException {
    if (!sql.isEmpty()) {
      prepare(sql).execute();
    }
  }

  /**
   * A prepared statement for {@code sql}; the caller sets every parameter and does not close it.
   */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /**
   * Runs an INSERT, UPDATE or DELETE with these parameters and answers how many rows it touched.
   */
  int update(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = prepare(sql);
    Parameters.set(statement, parameters);
    return statement.executeUpdate();
  }

  /** Runs a query with these parameters and answers a value made of its first row, if any. */
  <T> Optional<T> first(String sql, QueryRunner.RowMapper<T> mapper, Object... parameters)
      throws SQLException {
    PreparedStatement statement = prepare(sql);
    Parameters.set(statement, parameters);
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(mapper.map(row)) : Optional.empty();
    }
  }

  /**
   * Opens a transaction. Said in SQL, since the driver's own transactions begin the next one with
   * each commit and so keep the write lock, and the write-ahead log, while there is nothing to
   * write.
   */
  void begin() throws SQLException {
    last.clear();
    prepare(dialect.begin()).execute();
  }

  /**
   * Puts off a change to the end of the transaction. For what takes a lock that other nodes wait
   * for: it is held for the shortest time, and who holds it waits for nothing any more, so that it
   * is part of no deadlock.
   */
  void atEnd(GroupCommit.Change change) {
    last.add(change);
  }

  /** Makes the changes that were put off; to be followed by {@link #commit}. */
  void finish() throws SQLException {
    for (GroupCommit.Change change : last) {
      change.run(this);
    }
  }

  /** To be called before numbers are given to audit rows. */
  void beforeAuditing() throws SQLException {
    executeUnlessEmpty(dialect.beforeAuditing());
  }

  void commit() throws SQLException {
    prepare("COMMIT").execute();
  }

  /**
   * Whether a {@link #commit} that failed so may have been carried out all the same: the database
   * has not refused it, but its answer got lost. Blocks.
   */
  boolean mayHaveCommitted(Throwable failure) {
    if (!(failure instanceof SQLException refusal)) {
      return true;
    }
    @Nullable String state = refusal.getSQLState();
    return (state != null && (state.startsWith("08") || state.startsWith("57P0"))) || !answers();
  }

  private boolean answers() {
    try {
      return connection.isValid(ANSWERS_WITHIN_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  void rollBack() throws SQLException {
    prepare("ROLLBACK").execute();
  }

  void close() throws SQLException {
    connection.close();
  }
}
