package io.spillway.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The PostgreSQL server that the script has started.
 *
 * @param port on loopback
 * @param password of its user
 */
record DatabaseServer(String port, String password) {
  /** A database that every server has. */
  static final String ANY = "postgres";

  private static final String USER = "postgres";
  private static final int NAMES_STRATEGY = 15;

  /** Empty if the script has started none. */
  static Optional<DatabaseServer> given() {
    String port = System.getenv("BENCH_POSTGRES_PORT");
    String password = System.getenv("PGPASSWORD");
    return port == null || password == null
        ? Optional.empty()
        : Optional.of(new DatabaseServer(port, password));
  }

  /** The JDBC URL of a database, with user and password. */
  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/"
        + database
        + "?user="
        + USER
        + "&password="
        + URLEncoder.encode(password, StandardCharsets.UTF_8);
  }

  Connection connect(String database) {
    try {
      return DriverManager.getConnection(url(database));
    } catch (SQLException e) {
      throw new IllegalStateException("no connection to PostgreSQL: " + e.getMessage(), e);
    }
  }

  /** Makes an empty database, also if there was one of this name. */
  void create(String database) {
    drop(database);
    run("CREATE DATABASE " + database);
  }

  /** Makes a copy of the files of a database that nobody uses. */
  void copy(String from, String to) {
    drop(to);
    try (Connection connection = connect(ANY)) {
      boolean named = connection.getMetaData().getDatabaseMajorVersion() >= NAMES_STRATEGY;
      run("CREATE DATABASE " + to + " TEMPLATE " + from + (named ? " STRATEGY FILE_COPY" : ""));
    } catch (SQLException e) {
      throw new IllegalStateException("the version of PostgreSQL is not known", e);
    }
  }

  void drop(String database) {
    run("DROP DATABASE IF EXISTS " + database);
  }

  private void run(String sql) {
    try (Connection connection = connect(ANY);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }
}
