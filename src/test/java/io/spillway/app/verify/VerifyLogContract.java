package io.spillway.app.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.AccessRecorder;
import io.spillway.api.auth.AuthSettings;
import io.spillway.api.auth.Authentication;
import io.spillway.api.auth.TrustedProxies;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.ChainRow;
import io.spillway.store.AuditCheckpoints;
import io.spillway.store.AuditRetention;
import io.spillway.store.BlockingWait;
import io.spillway.store.Store;
import io.spillway.testing.SettableClock;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command finds in a database, whatever kind it is of. */
abstract class VerifyLogContract {
  private static final Duration ROTATION = Duration.ofDays(30);

  final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Vertx vertx = Vertx.vertx();
  @TempDir Path directory;
  private Store store;
  private Authentication authentication;

  /** Opens the store; the second time on the data of the first. */
  abstract Store open(Clock clock);

  /** The flag and the value that name the database. */
  abstract List<String> database();

  /** A connection to the database, past the store. */
  abstract Connection connect() throws SQLException;

  @BeforeEach
  void fill() {
    start();
    append(1, 10);
  }

  @AfterEach
  void close() {
    store.close();
    vertx.close().await();
  }

  private void start() {
    store = open(clock);
    authentication =
        Authentication.open(
                vertx,
                store.identity(),
                new AuthSettings(
                    "http://h", "http://h/api", "h", Set.of(), Duration.ofHours(1), ROTATION),
                new AccessRecorder(store.auditLog(), TrustedProxies.NONE, clock),
                clock,
                () -> Duration.ZERO)
            .await();
  }

  private void append(int first, int last) {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      events.add(
          new AuditEvent(
              "e" + i,
              AuditEvent.Kind.PAUSED_RUN,
              clock.instant(),
              "alice",
              "a",
              "event " + i,
              Map.of("reason", "Zoë's – \"reason\" " + i)));
    }
    BlockingWait.on(store.auditLog().append(events));
  }

  private void sign() {
    new AuditCheckpoints(store, authentication::signCheckpoint).run();
  }

  private Verified verify(String... more) {
    List<String> arguments = new ArrayList<>(database());
    arguments.addAll(List.of(more));
    return Verified.run(arguments);
  }

  private void assertTampered(String... problems) {
    Verified verified = verify();
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.lines().get(0)).isEqualTo("tampered");
    assertThat(verified.lines().stream().skip(1).map(String::strip)).containsExactly(problems);
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void aLogThatNobodyTouchedIsIntact() {
    Verified verified = verify();

    assertThat(verified.code()).as(verified.toString()).isZero();
    assertThat(verified.lines())
        .containsExactly(
            "intact",
            "  rows: 10, from row 1 to row 10",
            "  checkpoints: 0",
            "  rows after the newest checkpoint: 10, from 2026-03-01T12:00:00Z on");
  }

  @Test
  void itsCheckpointsAreVerified() {
    sign();
    append(11, 12);
    sign();
    append(13, 13);

    assertThat(verify().lines())
        .containsExactly(
            "intact",
            "  rows: 13, from row 1 to row 13",
            "  checkpoints: 2, the newest of row 12, signed at 2026-03-01T12:00:00Z",
            "  rows after the newest checkpoint: 1, from 2026-03-01T12:00:00Z on");
  }

  @Test
  void aLogIsIntactAfterARestart() {
    sign();
    store.close();
    assertThat(verify().code()).isZero();
    start();
    append(11, 20);
    sign();

    assertThat(verify().lines()).contains("intact", "  rows: 20, from row 1 to row 20");
  }

  @Test
  void aLogIsIntactWhileItIsWritten() {
    for (int i = 0; i < 20; i++) {
      int first = 11 + i * 5;
      append(first, first + 4);
      assertThat(verify().code()).isZero();
    }
  }

  @Test
  void aLogIsIntactAfterOldEventsWereDeleted() throws SQLException {
    sign();
    clock.advance(Duration.ofDays(400));
    append(11, 15);
    sign();
    AuditRetention retention = new AuditRetention(store, Duration.ofDays(30), clock);

    assertThat(retention.run()).isEqualTo(9);
    assertThat(verify().lines()).contains("intact", "  rows: 6, from row 10 to row 15");

    clock.advance(Duration.ofDays(400));
    assertThat(retention.run()).isEqualTo(5);
    append(16, 16);
    assertThat(verify().lines()).contains("intact", "  rows: 2, from row 15 to row 16");

    execute("DELETE FROM audit_event WHERE number = 15");
    assertTampered("row 15 is missing");
  }

  @Test
  void aLogIsIntactAfterItsKeysWereRotated() {
    sign();
    clock.advance(ROTATION);
    authentication.refreshKeys().await();
    clock.advance(Duration.ofMinutes(5));
    sign();
    clock.advance(Duration.ofHours(26));
    authentication.refreshKeys().await();
    assertThat(authentication.jwks().getJsonArray("keys")).hasSize(1);

    assertThat(verify().lines().get(2)).startsWith("  checkpoints: 1, the newest of row 10");
  }

  @Test
  void aCheckpointOfAKeyThatIsGoneIsSignedForByANewerOne() {
    sign();
    append(11, 12);
    clock.advance(ROTATION);
    authentication.refreshKeys().await();
    clock.advance(Duration.ofMinutes(5));
    sign();
    clock.advance(Duration.ofHours(26));
    authentication.refreshKeys().await();

    assertThat(verify().lines().get(2)).startsWith("  checkpoints: 1, the newest of row 12");
  }

  @Test
  void aChangedRowIsNamed() throws SQLException {
    sign();
    for (String column : List.of("actor", "message", "details", "uid", "kind", "automation_id")) {
      String old = "(SELECT " + column + " FROM audit_event WHERE number = 6)";
      execute("UPDATE audit_event SET " + column + " = 'other' WHERE number = 5");

      assertTampered("row 5 was changed: its columns do not match its hash");

      execute(
          "UPDATE audit_event SET "
              + column
              + " = replace("
              + old
              + ", '6', '5') WHERE number = 5");
      assertThat(verify().code()).as(column).isZero();
    }
    execute("UPDATE audit_event SET occurred_at = occurred_at + 1 WHERE number = 5");
    assertTampered("row 5 was changed: its columns do not match its hash");
  }

  @Test
  void aRemovedRowIsNamed() throws SQLException {
    execute("DELETE FROM audit_event WHERE number = 5");
    assertTampered("row 5 is missing");

    execute("DELETE FROM audit_event WHERE number IN (1, 2, 10)");
    assertTampered("rows 1 to 2 are missing", "row 5 is missing", "row 10 is missing");
  }

  @Test
  void anInsertedRowIsNamed() throws SQLException {
    execute(
        "INSERT INTO audit_event (number, uid, kind, occurred_at, actor, automation_id, message,"
            + " details) VALUES (11, 'x', 'PAUSED_RUN', 1, 'mallory', 'a', 'm', '{}')");
    assertTampered("row 11 was inserted: it has no hash");

    append(11, 12);

    assertTampered("row 11 was inserted: it has no hash");
    assertThat(store.auditLog().lastInChain().number()).isEqualTo(13);
  }

  @Test
  void aRowThatWasInsertedInTheMiddleIsNamed() throws SQLException {
    execute(
        "UPDATE audit_event SET number = number + 1000 WHERE number > 5",
        "UPDATE audit_event SET number = number - 999 WHERE number > 1000");
    String previous = hashes().get(4);
    ChainRow forged = new ChainRow(6, "x", "PAUSED_RUN", 1, "mallory", "a", "m", "{}");
    insert(forged, previous);
    execute("UPDATE audit_chain SET number = 11 WHERE place = 'end'");

    assertThat(verify().lines()).contains("  row 6 was inserted: what follows continues row 5");
    assertThat(verify().code()).isEqualTo(1);
  }

  private void insert(ChainRow row, String previousHash) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "INSERT INTO audit_event (number, uid, kind, occurred_at, actor, automation_id,"
                    + " message, details, previous_hash, hash)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      statement.setLong(1, row.number());
      statement.setString(2, row.uid());
      statement.setString(3, row.kind());
      statement.setLong(4, row.atMillis());
      statement.setString(5, row.actor());
      statement.setString(6, row.automationId());
      statement.setString(7, row.message());
      statement.setString(8, row.details());
      statement.setString(9, previousHash);
      statement.setString(10, row.hash(previousHash));
      statement.execute();
    }
  }

  private List<String> hashes() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT hash FROM audit_event ORDER BY number")) {
      List<String> hashes = new ArrayList<>();
      while (row.next()) {
        hashes.add(row.getString(1));
      }
      return hashes;
    }
  }

  @Test
  void aChainThatWasComputedAnewContradictsItsCheckpoint() throws SQLException {
    sign();
    String last = rewriteFrom(5);
    execute("UPDATE audit_chain SET hash = '" + last + "' WHERE place = 'end'");

    assertTampered(
        "row 10 has another hash than its checkpoint signs: it or a row before it was changed");

    execute("DELETE FROM audit_checkpoint");
    assertThat(verify().lines()).anyMatch(line -> line.contains("after the newest checkpoint: 10"));
  }

  /** Changes a row and computes its hash and all later ones; returns the last. */
  private String rewriteFrom(int number) throws SQLException {
    String previous = hashes().get(number - 2);
    for (int i = number; i <= 10; i++) {
      execute("DELETE FROM audit_event WHERE number = " + i);
      ChainRow row = new ChainRow(i, "x" + i, "PAUSED_RUN", 1, "mallory", "a", "m", "{}");
      insert(row, previous);
      previous = row.hash(previous);
    }
    return previous;
  }

  @Test
  void aRowThatWasRemovedFromTheEndContradictsItsCheckpoint() throws SQLException {
    sign();
    execute(
        "DELETE FROM audit_event WHERE number = 10",
        "UPDATE audit_chain SET number = 9, hash = (SELECT hash FROM audit_event WHERE number = 9)"
            + " WHERE place = 'end'");

    assertTampered("row 10 is missing: there is a checkpoint of it");
  }

  @Test
  void aForgedCheckpointIsNamed() throws SQLException {
    sign();
    append(11, 12);
    sign();
    execute(
        "UPDATE audit_checkpoint SET jws = (SELECT jws FROM audit_checkpoint WHERE number = 10)"
            + " WHERE number = 12");
    assertTampered("the checkpoint of row 12 is that of row 10");

    execute("UPDATE audit_checkpoint SET jws = 'a.b.c' WHERE number = 12");
    assertThat(verify().lines().get(1))
        .startsWith("  the checkpoint of row 12 is not valid: it has ");
  }

  @Test
  void whoBringsTheKeysNeedsNotReadThoseOfTheDatabase() throws Exception {
    sign();
    Path own = Files.writeString(directory.resolve("own.json"), authentication.jwks().encode());
    execute("ALTER TABLE server_key RENAME TO hidden");

    assertThat(verify().code()).isEqualTo(2);
    assertThat(verify("--jwks", own.toString()).lines().get(2)).startsWith("  checkpoints: 1");
  }

  @Test
  void theNewestCheckpointMustBeSignedByAKeyThatIsGiven() throws IOException {
    sign();
    Path own = Files.writeString(directory.resolve("own.json"), authentication.jwks().encode());
    Path other = Files.writeString(directory.resolve("other.json"), "{\"keys\":[]}");

    assertThat(verify("--jwks", own.toString()).code()).isZero();
    assertThat(verify("--jwks", other.toString(), "--jwks", own.toString()).code()).isZero();
    Verified verified = verify("--jwks", other.toString());
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.lines().get(1))
        .startsWith("  the newest checkpoint, of row 10, is signed by key ")
        .endsWith(", which is not known");
  }
}
