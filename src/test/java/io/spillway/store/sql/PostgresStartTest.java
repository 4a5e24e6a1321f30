package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.BlockingWait;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.UnusableStoreException;
import io.spillway.testing.PgBouncer;
import io.spillway.testing.Ports;
import io.spillway.testing.PostgresServer;
import io.spillway.testing.SettableClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that are not as they should be when a node starts. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("postgresql")
class PostgresStartTest {
  private static final String PASSWORD = "open-sesame";
  private static final int NODES = 3;

  private final PostgresServer server = PostgresServer.shared();

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
  void refusesADatabaseThatDoesNotKeepEveryText(String encoding) {
    String url = server.newDatabase("ENCODING '" + encoding + "' LOCALE 'C' TEMPLATE template0");

    refused(url)
        .hasMessageContaining("the encoding of the database at 127.0.0.1:" + server.port())
        .hasMessageContaining("is " + encoding + ", must be UTF8: create another with createdb");
  }

  @ParameterizedTest
  @CsvSource({"9, 9.6.24", "13, 13.23"})
  void refusesAVersionThatIsNoLongerMaintained(int major, String version) {
    assertThat(new PostgresCheck.Found(major, version, "UTF8", true).refusal("db:5432/spillway"))
        .contains(
            "PostgreSQL at db:5432/spillway is version "
                + version
                + ", must be 14 or newer: upgrade the server");
  }

  @Test
  void acceptsTheOldestVersionThatIsMaintained() {
    assertThat(new PostgresCheck.Found(14, "14.0", "UTF8", true).refusal("db")).isEmpty();
    assertThat(new PostgresCheck.Found(14, "14.0", "UTF8", false).refusal("db"))
        .hasValueSatisfying(
            refusal -> assertThat(refusal).contains("the database at db is a standby"));
  }

  @Test
  void hasNoneOfTheTimeoutsOfTheRoleOrTheDatabase() throws SQLException {
    String url = impatient("7777");
    try (Connection ordinary = DriverManager.getConnection(url)) {
      assertThat(timeouts(ordinary)).contains("7777");
    }
    try (Connection connection = PostgresSource.of(url).getConnection()) {
      assertThat(timeouts(connection)).isEqualTo("0 0 0 0");
    }
  }

  private static String timeouts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT string_agg(setting, ' ') FROM pg_settings WHERE name IN"
                    + " ('statement_timeout', 'lock_timeout', 'idle_session_timeout',"
                    + " 'idle_in_transaction_session_timeout')")) {
      row.next();
      return row.getString(1);
    }
  }

  /** A database whose sessions give up after this many milliseconds. */
  private String impatient(String millis) throws SQLException {
    String url = server.newDatabase();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      String name = connection.getCatalog();
      for (String timeout :
          new String[] {
            "statement_timeout",
            "lock_timeout",
            "idle_session_timeout",
            "idle_in_transaction_session_timeout"
          }) {
        statement.execute("ALTER DATABASE " + name + " SET " + timeout + " = " + millis);
      }
    }
    return url;
  }

  @Test
  void waitsForTheLockOfAnotherNodeLongerThanTheRoleMayWait() throws SQLException {
    String url = impatient("100");
    try (PostgresStore store = open(url);
        Connection other = PostgresSource.of(url).getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(7236614118004)");
      CompletableFuture<Boolean> work =
          CompletableFuture.supplyAsync(() -> store.runExclusively(() -> true));
      await().until(() -> !waitingForLock(statement).isEmpty());
      statement.execute("SELECT pg_sleep(0.4)");
      assertThat(work).isNotDone();

      statement.execute("SELECT pg_advisory_unlock(7236614118004)");
      assertThat(work.join()).isTrue();
    }
  }

  @Test
  void waitsOnForTheLockWhenItsStatementIsCancelled() throws SQLException {
    String url = server.newDatabase();
    try (PostgresStore store = open(url);
        Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(7236614118004)");
      CompletableFuture<Boolean> work =
          CompletableFuture.supplyAsync(() -> store.runExclusively(() -> true));
      await().until(() -> !waitingForLock(statement).isEmpty());
      String first = waitingForLock(statement).get(0);
      String processId = first.substring(0, first.indexOf(" "));
      statement.execute("SELECT pg_cancel_backend(" + processId + ")");
      await().until(() -> work.isDone() || !waitingForLock(statement).contains(first));

      statement.execute("SELECT pg_advisory_unlock(7236614118004)");
      assertThat(work.join()).isTrue();
    }
  }

  @Test
  void waitsOnForTheLockWhenATurnOfItIsOver() throws SQLException {
    String url = server.newDatabase();
    AdvisoryLock lock = new AdvisoryLock(PostgresSource.of(url), Duration.ofMillis(50));
    try (Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(7236614118004)");
      CompletableFuture<Boolean> work = CompletableFuture.supplyAsync(() -> lock.run(() -> true));
      String first =
          await().until(() -> waitingForLock(statement), found -> !found.isEmpty()).get(0);
      await().until(() -> work.isDone() || !waitingForLock(statement).contains(first));

      statement.execute("SELECT pg_advisory_unlock(7236614118004)");
      assertThat(work.join()).isTrue();
    }
  }

  /** Processes and begins of the statements that wait for a lock. */
  private static List<String> waitingForLock(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT pid || ' ' || query_start FROM pg_stat_activity WHERE"
                + " wait_event_type = 'Lock' AND datname = current_database()")) {
      List<String> waiting = new ArrayList<>();
      while (row.next()) {
        waiting.add(row.getString(1));
      }
      return waiting;
    }
  }

  @Test
  void saysThatItMayCreateNoTables() {
    server.newRole("guest", PASSWORD);

    refused(as("guest", PASSWORD, server.newDatabase()))
        .hasMessageContaining("gives its user too few rights to create or change tables")
        .hasMessageContaining("permission denied for schema public")
        .hasMessageContaining("GRANT CREATE");
  }

  @Test
  void saysThatTheHostIsUnknown() {
    refused("jdbc:postgresql://nowhere.invalid:5433/spillway?user=u&password=" + PASSWORD)
        .hasMessageContaining("the host of nowhere.invalid:5433/spillway is unknown");
  }

  @Test
  void saysThatTheConnectionIsRefused() {
    int port = Ports.free();

    refused("jdbc:postgresql://127.0.0.1:" + port + "/spillway?user=u&password=" + PASSWORD)
        .hasMessageContaining("127.0.0.1:" + port + "/spillway refuses connections");
  }

  @Test
  void saysThatThePasswordIsWrongOrMissing() {
    server.newRole("locked", PASSWORD);
    String url = server.newDatabase();

    refused(as("locked", PASSWORD + "1", url))
        .hasMessageContaining("refuses the user")
        .hasMessageContaining("password authentication failed for user \"locked\"")
        .hasMessageContaining("check user and password");
    refused(url.replace("user=postgres", "user=locked")).hasMessageContaining("refuses the user");
  }

  @Test
  void saysThatTheDatabaseDoesNotExist() {
    refused(server.newDatabase().replace("/test", "/missing"))
        .hasMessageContaining("does not exist")
        .hasMessageContaining("createdb --encoding UTF8");
  }

  @Test
  void saysThatTheUrlIsInvalidWithoutShowingIt() {
    refused("jdbc:postgresql://127.0.0.1:port/spillway?user=u&password=" + PASSWORD)
        .hasMessageContaining("the JDBC URL is invalid, must be jdbc:postgresql://HOST:PORT");
  }

  @Test
  void refusesAPoolerThatGivesTransactionsToSeveralSessions() {
    try (PgBouncer pooler = PgBouncer.before(server, PgBouncer.Mode.TRANSACTION)) {
      String url = pooler.through(server.newDatabase());

      assertThat(openAtOnce(url))
          .allSatisfy(
              opening ->
                  assertRefusal(assertThatThrownBy(() -> opened(opening)))
                      .hasMessageContaining("must be PostgreSQL itself or a pooler in session"));
    }
  }

  @Test
  void nodesWorkBehindAPoolerInSessionMode() {
    try (PgBouncer pooler = PgBouncer.before(server, PgBouncer.Mode.SESSION)) {
      List<PostgresStore> stores =
          openAtOnce(pooler.through(server.newDatabase())).stream()
              .map(PostgresStartTest::opened)
              .toList();
      try {
        for (int i = 0; i < NODES; i++) {
          PostgresStore store = stores.get(i);
          store.check();
          assertThat(store.<Boolean>runExclusively(() -> true)).isTrue();
          String id = "a" + i;
          BlockingWait.on(store.automations().commit(AnAutomation.of(id).defined()));
          assertThat(stores).allSatisfy(any -> assertThat(any.automations().load(id)).isPresent());
        }
      } finally {
        stores.forEach(PostgresStore::close);
      }
    }
  }

  /** On a cold start, two of them wait until the third has made the tables. */
  @Test
  void nodesThatStartTogetherWaitLongerThanTheRoleMayWait() throws SQLException {
    String url = impatient("250");
    try (Connection other = PostgresSource.of(url).getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(7236614118004)");
      List<CompletableFuture<PostgresStore>> opening = openAtOnce(url);
      await().until(() -> waitingForLock(statement).size() == NODES);
      statement.execute("SELECT pg_sleep(0.5)");
      assertThat(opening).noneMatch(CompletableFuture::isDone);

      statement.execute("SELECT pg_advisory_unlock(7236614118004)");

      assertThat(opening).allSatisfy(store -> opened(store).close());
    }
  }

  private static List<CompletableFuture<PostgresStore>> openAtOnce(String url) {
    Executor threads = task -> new Thread(task, "opens-store").start();
    return Stream.generate(() -> CompletableFuture.supplyAsync(() -> open(url), threads))
        .limit(NODES)
        .toList();
  }

  private static PostgresStore opened(CompletableFuture<PostgresStore> opening) {
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private static String as(String user, String password, String url) {
    return url.replace("user=postgres", "user=" + user + "&password=" + password);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(String url) {
    return assertRefusal(assertThatThrownBy(() -> open(url).close()));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefusal(
      AbstractThrowableAssert<?, ? extends Throwable> thrown) {
    return thrown
        .isInstanceOf(UnusableStoreException.class)
        .satisfies(
            refusal ->
                assertThat(refusal.getMessage())
                    .doesNotContain("\n", "Flyway", "flyway", PASSWORD));
  }

  private static PostgresStore open(String url) {
    return PostgresStore.at(
        url,
        DatabaseSharing.SHARED,
        new SettableClock(StoreSamples.START),
        new SimpleMeterRegistry());
  }
}
