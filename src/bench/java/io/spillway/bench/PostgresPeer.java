package io.spillway.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * PostgreSQL with a row per execution, by JDBC. The server is started and ended by the script.
 *
 * <p>Its commits are synced to the disk, as the server's own are. A table is filled once, in a
 * database that serves as template; each run takes a copy of its files, with nothing left to write
 * and in memory as far as it fits. One thread uses it.
 */
final class PostgresPeer implements AutoCloseable {
  static final String NAME = "PostgreSQL";
  static final int PAUSED = 10;
  static final int PENDING = 1;
  static final int TERMINATE = 9;

  /** The database that holds the table of the present run. */
  static final String DATABASE = "run";

  /** The index for resolving: without the id, equal keys share space. */
  static final String BY_STATE = "automation_id, state";

  /** The index for paging through the executions of an automation. */
  static final String BY_STATE_AND_ID = "automation_id, state, execution_id";

  private static final String TEMPLATE = "filled";
  private static final int PROGRESS_TO_MILLIS = 1_000_000;

  private final DatabaseServer server;
  private Connection connection;

  private PostgresPeer(DatabaseServer server) {
    this.server = server;
    connection = server.connect(DatabaseServer.ANY);
  }

  /** Connects to the server that the script has started, if it has. */
  static Optional<PostgresPeer> open() {
    return DatabaseServer.given().map(PostgresPeer::new);
  }

  /**
   * Fills the table of the template.
   *
   * @param perAutomation paused executions of each automation; their ids follow each other
   * @param index columns of the index beside the primary key
   */
  void fill(int automations, long perAutomation, String context, String index) {
    become(DatabaseServer.ANY);
    server.create(TEMPLATE);
    become(TEMPLATE);
    run(
        "CREATE TABLE execution (execution_id bigserial, automation_id text NOT NULL,"
            + " state smallint NOT NULL, generation integer NOT NULL, created_at bigint NOT NULL,"
            + " updated_at bigint NOT NULL, context text NOT NULL)");
    String insert =
        "INSERT INTO execution (automation_id, state, generation, created_at, updated_at, context)"
            + " SELECT 'automation-' || lpad((n / ?)::text, 16, '0'), ?, 1, n, n, ?"
            + " FROM generate_series(0, ?) n";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setLong(1, perAutomation);
      statement.setInt(2, PAUSED);
      statement.setString(3, context);
      statement.setLong(4, automations * perAutomation - 1);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(insert, e);
    }
    run("ALTER TABLE execution ADD PRIMARY KEY (execution_id)");
    run("CREATE INDEX execution_state ON execution (" + index + ")");
    run("VACUUM ANALYZE execution");
  }

  /** Has the next run begin with a copy of what was filled. */
  void renew() {
    become(DatabaseServer.ANY);
    server.copy(TEMPLATE, DATABASE);
    become(DATABASE);
    if (number("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_prewarm'") == 1) {
      run("CREATE EXTENSION pg_prewarm");
      run("SELECT pg_prewarm('execution_pkey'), pg_prewarm('execution_state')");
      run("SELECT pg_prewarm('execution')");
    }
  }

  /** Drops the run's table and writes what is left, lest that happens while others are measured. */
  void settle() {
    become(DatabaseServer.ANY);
    server.drop(DATABASE);
    run("CHECKPOINT");
  }

  private void become(String database) {
    close();
    connection = server.connect(database);
  }

  static String automation(int number) {
    return "automation-" + String.format("%016d", number);
  }

  /**
   * Moves every paused execution of an automation by one statement.
   *
   * @return how long that took, in nanoseconds
   */
  long resolve(int automation, int to, long expected) {
    String update =
        "UPDATE execution SET state = ?, updated_at = ? WHERE automation_id = ? AND state = ?";
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setInt(1, to);
      statement.setLong(2, System.nanoTime() / PROGRESS_TO_MILLIS);
      statement.setString(3, automation(automation));
      statement.setInt(4, PAUSED);
      long start = System.nanoTime();
      long moved = statement.executeLargeUpdate();
      long nanos = System.nanoTime() - start;
      if (moved != expected) {
        throw new IllegalStateException("PostgreSQL moved " + moved + " of " + expected);
      }
      return nanos;
    } catch (SQLException e) {
      throw failed(update, e);
    }
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  private long number(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  Connection connection() {
    return connection;
  }

  private static IllegalStateException failed(String sql, SQLException cause) {
    return new IllegalStateException(sql + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("closing the connection to PostgreSQL", e);
    }
  }
}
