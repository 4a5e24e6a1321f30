package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.store.AutomationCommit;
import io.spillway.store.BlockingWait;
import io.spillway.store.DatabaseSharing;
import io.spillway.store.IdentityStore;
import io.spillway.store.Store;
import io.spillway.store.StoreException;
import io.spillway.store.UnknownOutcomeException;
import io.spillway.store.UnreadableSegmentException;
import io.spillway.testing.PostgresServer;
import io.spillway.testing.SettableClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("postgresql")
class PostgresStoreTest {
  private final PostgresServer server = PostgresServer.shared();
  private String url;

  @BeforeEach
  void newDatabase() {
    url = server.newDatabase();
  }

  @Test
  void keepsWhatItTookWhenTheServerFails() {
    try (PostgresStore store = open()) {
      create(store);
      server.restart();
      Awaitility.await().until(() -> works(store));
      assertThat(store.executions().facts(List.of(ExecutionIds.of(1, 0)))).hasSize(1);
    }
    try (PostgresStore store = open()) {
      assertThat(store.automations().load("a")).isPresent();
    }
  }

  @Test
  void failsCleanlyWhileTheServerIsAwayAndRecoversByItself() {
    try (PostgresStore store = open()) {
      create(store);
      server.stop();
      try {
        assertThatThrownBy(store::check).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.automations().load("a")).isInstanceOf(StoreException.class);
      } finally {
        server.startAgain();
      }
      Awaitility.await().until(() -> works(store));
      assertThat(store.automations().load("a")).isPresent();
    }
  }

  @Test
  void anIdleStoreNoticesThatItsDatabaseIsReadOnlyAndConnectsAgain() {
    try (PostgresStore store = open()) {
      store.check();
      BlockingWait.on(
          store.writer.write(
              session -> session.prepare("SET default_transaction_read_only = on").execute()));

      assertThatThrownBy(store::check)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("the database is read-only");

      Awaitility.await().until(() -> works(store));
    }
  }

  @Test
  void anIdleStoreDoesNotWriteToCheck() throws SQLException {
    try (PostgresStore store = open();
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      store.check();
      long afterFirst = checksWritten(statement);
      store.check();
      assertThat(checksWritten(statement)).isEqualTo(afterFirst);
    }
  }

  private static long checksWritten(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT value FROM counter WHERE name = 'check'")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void goesOnWhenItsConnectionsAreCut() {
    try (PostgresStore store = open()) {
      create(store);
      server.cutConnections(url);
      Awaitility.await().until(() -> works(store));
      assertThat(store.executions().load(1).orElseThrow().count()).isEqualTo(3);
    }
  }

  @Test
  void readsAfterTheFirstConnectionOfThePoolWasCutWhileItWasMade() {
    HikariConfig config = PostgresStore.pool();
    config.setConnectionTimeout(1_000);
    config.setInitializationFailTimeout(-1);
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    config.setDataSource(cuttingTheFirst(database));
    try (HikariDataSource pool = new HikariDataSource(config)) {
      Awaitility.await().ignoreExceptions().until(() -> isUsable(pool));
    }
  }

  private static boolean isUsable(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(1);
    }
  }

  /** The first connection is closed when it is asked for its isolation. */
  private static DataSource cuttingTheFirst(DataSource database) {
    AtomicBoolean cut = new AtomicBoolean();
    return FaultyStore.intercepting(
        DataSource.class,
        database,
        "getConnection",
        (arguments, connect) ->
            FaultyStore.intercepting(
                Connection.class,
                (Connection) connect.call(),
                "getTransactionIsolation",
                (none, ask) -> {
                  if (!cut.getAndSet(true)) {
                    throw new SQLException("This connection has been closed.", "08003");
                  }
                  return ask.call();
                }));
  }

  @ParameterizedTest
  @CsvSource({"EXCLUSIVE,EXCLUSIVE", "EXCLUSIVE,SHARED", "SHARED,EXCLUSIVE"})
  void refusesADatabaseThatAnotherNodeUses(DatabaseSharing first, DatabaseSharing second) {
    try (PostgresStore store = open(url, first)) {
      assertThatThrownBy(() -> open(url, second))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(second.refusal());
      store.check();
    }
    // The server needs a moment to notice that the first is closed.
    Awaitility.await().until(() -> opens(second));
  }

  private boolean opens(DatabaseSharing sharing) {
    try {
      open(url, sharing).close();
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void aNodeWhoseDatabaseWasTakenOverWritesNothingMore() {
    try (PostgresStore old = open()) {
      create(old);
      server.cutConnections(url);
      try (PostgresStore successor = open()) {
        assertThatThrownBy(old::check)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("another node uses this database");
        successor.check();
      }
    }
  }

  @Test
  void doesNotKnowWhatBecameOfACommitDuringWhichItsConnectionIsCut() throws SQLException {
    try (PostgresStore store = open();
        Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      create(store);
      // It blocks a commit.
      statement.execute(
          "CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS"
              + " 'BEGIN PERFORM pg_sleep(60); RETURN NULL; END'");
      statement.execute(
          "CREATE CONSTRAINT TRIGGER hold_up AFTER INSERT ON audit_event DEFERRABLE INITIALLY"
              + " DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_up()");
      CompletionStage<Void> write = store.auditLog().append(List.of(StoreSamples.event("e")));
      Awaitility.await().until(() -> isCommitting(statement));
      statement.executeQuery(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'COMMIT'"
              + " AND datname = current_database()");
      assertThat(OpenStore.failureOf(write)).isInstanceOf(UnknownOutcomeException.class);
      Awaitility.await().until(() -> works(store));
      assertThat(store.auditLog().numberOf("e")).isEmpty();
    }
  }

  private static boolean isCommitting(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT 1 FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'"
                + " AND datname = current_database()")) {
      return row.next();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"XX001", "XX002", "55000"})
  void damagedRowsAreUnreadableAndNamed(String state) throws SQLException {
    try (PostgresStore store = open();
        Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      create(store);
      statement.execute(
          "CREATE FUNCTION damaged() RETURNS bytea STABLE LANGUAGE plpgsql AS $$ BEGIN RAISE"
              + " EXCEPTION 'invalid page in block 7' USING ERRCODE = '"
              + state
              + "'; END $$");
      statement.execute("ALTER TABLE fact_block RENAME TO fact_block_stored");
      statement.execute(
          "CREATE VIEW fact_block AS SELECT first_execution_id, execution_count, created_at,"
              + " generation, automation_version, layout, damaged() AS contexts"
              + " FROM fact_block_stored");

      assertThatThrownBy(() -> store.executions().facts(List.of(ExecutionIds.of(1, 0))))
          .isInstanceOf(UnreadableSegmentException.class)
          .hasMessageStartingWith("segment 1 cannot be read: ")
          .hasMessageContaining("invalid page in block 7");
      assertThat(store.damage()).hasValueSatisfying(what -> assertThat(what).contains("block 7"));
      assertThat(store.executions().load(1)).isPresent();

      statement.execute("ALTER TABLE segment RENAME TO segment_stored");
      statement.execute(
          "CREATE VIEW segment AS SELECT segment_id, automation_id, damaged() AS image"
              + " FROM segment_stored");
      assertThatThrownBy(() -> store.executions().load(1))
          .isInstanceOf(UnreadableSegmentException.class)
          .hasMessageContaining("segment 1 cannot be read: ")
          .hasMessageContaining("invalid page in block 7");
    }
  }

  @Test
  void saysWhatIsWrongWithTheDatabase() {
    assertThatThrownBy(() -> open(url.replace("/test", "/missing")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void doesNotTellTheValuesOfARowThatTheDatabaseRefuses() {
    try (PostgresStore store = open()) {
      IdentityStore.Client client =
          new IdentityStore.Client(
              "private",
              "private",
              Set.of(),
              Set.of(),
              "private",
              "private",
              0,
              StoreSamples.START,
              Optional.empty());
      BlockingWait.on(store.identity().addClient(client, StoreSamples.event("e1")));

      Throwable failure =
          OpenStore.failureOf(store.identity().addClient(client, StoreSamples.event("e2")));

      assertThat(failure).isInstanceOf(StoreException.class);
      StringWriter everything = new StringWriter();
      failure.printStackTrace(new PrintWriter(everything));
      assertThat(everything.toString()).contains("unique constraint").doesNotContain("private");
    }
  }

  private static boolean works(Store store) {
    try {
      store.check();
      store.automations().load("a");
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  private static void create(Store store) {
    BlockingWait.on(store.automations().commit(AnAutomation.of("a").defined()));
    BlockingWait.on(
        store
            .automations()
            .commit(
                AutomationCommit.creatingExecutions(
                    AnAutomation.of("a").revision(2).record(),
                    List.of(1L),
                    StoreSamples.admitted(1, 0, 3),
                    List.of())));
  }

  private PostgresStore open() {
    return open(url);
  }

  private static PostgresStore open(String url) {
    return open(url, DatabaseSharing.EXCLUSIVE);
  }

  private static PostgresStore open(String url, DatabaseSharing sharing) {
    return PostgresStore.at(
        url, sharing, new SettableClock(StoreSamples.START), new SimpleMeterRegistry());
  }
}
