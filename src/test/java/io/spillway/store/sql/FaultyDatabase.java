package io.spillway.store.sql;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Predicate;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A source of connections with injected faults. */
final class FaultyDatabase implements DataSource {
  private final DataSource database;
  private volatile Predicate<String> failing = sql -> false;
  private volatile Predicate<String> losing = sql -> false;
  private volatile SQLException loss = new SQLException();
  private volatile boolean refusing;
  private volatile boolean broken;
  private volatile String onOpening = "";

  FaultyDatabase(DataSource database) {
    this.database = database;
  }

  /** Fails statements with this SQL; evaluated once per execution. */
  void failStatements(Predicate<String> which) {
    failing = which;
  }

  /** Executes statements with this SQL, then fails; evaluated once per execution. */
  void loseAnswers(Predicate<String> which, SQLException failure) {
    losing = which;
    loss = failure;
  }

  /** Makes every connection look broken. */
  void breakConnections() {
    broken = true;
  }

  /** Opens no more connections. */
  void refuseConnections() {
    refusing = true;
  }

  /** Runs {@code sql} on each connection that is opened from now on. */
  void runOnOpening(String sql) {
    onOpening = sql;
  }

  void heal() {
    failing = sql -> false;
    losing = sql -> false;
    refusing = false;
    broken = false;
    onOpening = "";
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (refusing) {
      throw new SQLException("connection refused");
    }
    Connection connection = database.getConnection();
    if (!onOpening.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(onOpening);
      }
    }
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          if (broken && method.getName().equals("isValid")) {
            return false;
          }
          Object result = invoke(connection, method, arguments);
          return result instanceof PreparedStatement statement
              ? faulty(statement, (String) arguments[0])
              : result;
        });
  }

  private PreparedStatement faulty(PreparedStatement statement, String sql) {
    return proxy(
        PreparedStatement.class,
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("execute") && failing.test(sql)) {
            throw new SQLException("told to fail: " + sql);
          }
          Object result = invoke(statement, method, arguments);
          if (method.getName().startsWith("execute") && losing.test(sql)) {
            throw loss;
          }
          return result;
        });
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return database.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    database.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    database.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return database.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return database.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return database.isWrapperFor(type);
  }
}
