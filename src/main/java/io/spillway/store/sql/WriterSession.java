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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's connection and its prepared statements. Owned by the writer thread. */
final class WriterSession {
  private static final Logger LOG = LoggerFactory.getLogger(WriterSession.class);
  private static final int VALIDATION_TIMEOUT_SECONDS = 5;

  private final Dialect dialect;
  private final Connection connection;
  private final ServerIdentity server;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final List<GroupCommit.Change> deferred = new ArrayList<>();
  private @Nullable ChainEnd chainEnd;
  private boolean changed;
  private long number;

  /** Closes the connection if it cannot be used. */
  WriterSession(Dialect dialect, Connection connection) throws SQLException {
    this.dialect = dialect;
    this.connection = connection;
    try {
      executeUnlessEmpty(dialect.whenConnected());
      server = ServerIdentity.of(connection, dialect);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Dialect dialect() {
    return dialect;
  }

  /** The server it is connected to. */
  ServerIdentity server() {
    return server;
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
   * Runs an INSERT, UPDATE or DELETE with these parameters and returns the number of rows changed.
   */
  int update(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = prepare(sql);
    Parameters.set(statement, parameters);
    int rows = statement.executeUpdate();
    changed |= rows > 0;
    return rows;
  }

  /** Runs a query with these parameters and maps its first row, if any. */
  <T> Optional<T> first(String sql, QueryRunner.RowMapper<T> mapper, Object... parameters)
      throws SQLException {
    PreparedStatement statement = prepare(sql);
    Parameters.set(statement, parameters);
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(mapper.map(row)) : Optional.empty();
    }
  }

  /** Runs a query with these parameters and maps its rows. */
  <T> List<T> list(String sql, QueryRunner.RowMapper<T> mapper, Object... parameters)
      throws SQLException {
    return QueryRunner.rows(prepare(sql), mapper, parameters);
  }

  /**
   * Opens a transaction. In SQL, since the driver's own transactions begin the next one with each
   * commit and so hold the write lock, and the write-ahead log, while idle.
   */
  void begin() throws SQLException {
    deferred.clear();
    chainEnd = null;
    changed = false;
    prepare(dialect.begin()).execute();
  }

  /**
   * Defers a change to the end of the transaction. For changes that take a lock of all nodes: it is
   * held as shortly as possible, and its holder waits for no other lock, so it cannot deadlock.
   */
  void defer(GroupCommit.Change change) {
    deferred.add(change);
  }

  /** Runs the deferred changes; to be followed by {@link #commit}. */
  void runDeferred() throws SQLException {
    for (GroupCommit.Change change : deferred) {
      change.run(this);
    }
    if (chainEnd != null) {
      chainEnd.save(this);
    }
    if (changed && !dialect.numberCommit().isEmpty()) {
      number = first(dialect.numberCommit(), row -> row.getLong(1)).orElseThrow();
    }
  }

  /** Whether the transaction has changed a row. */
  boolean hasChanged() {
    return changed;
  }

  /** The number of the latest commit of a change, counted by the database; 0 for none. */
  long number() {
    return number;
  }

  /**
   * Reads, within a transaction, whether the database accepts writes.
   *
   * @throws SQLException if it does not
   */
  void requireWritable() throws SQLException {
    if (first(dialect.isReadOnly(), row -> row.getBoolean(1)).orElse(true)) {
      throw new SQLException("the database is read-only", SqlStates.READ_ONLY);
    }
  }

  /** To be called before numbers are given to audit rows. */
  void beforeAuditing() throws SQLException {
    executeUnlessEmpty(dialect.beforeAuditing());
  }

  /** The end of the chain of audit rows; to be called after {@link #beforeAuditing}. */
  ChainEnd chainEnd() throws SQLException {
    ChainEnd end = chainEnd;
    if (end == null) {
      end = ChainEnd.read(this);
      chainEnd = end;
    }
    return end;
  }

  void commit() throws SQLException {
    prepare("COMMIT").execute();
  }

  /**
   * Whether a {@link #commit} that failed like this may have been carried out: the database did not
   * refuse it, but its response was lost. Blocks.
   */
  boolean mayHaveCommitted(Throwable failure) {
    if (!(failure instanceof SQLException refusal)) {
      return true;
    }
    return LostConnection.isIn(refusal) || !isAlive();
  }

  private boolean isAlive() {
    try {
      return connection.isValid(VALIDATION_TIMEOUT_SECONDS);
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

  /** Cuts the connection, also while it is used. Any thread. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.warn("the writer's connection cannot be cut: {}", e.getMessage());
    }
  }
}
