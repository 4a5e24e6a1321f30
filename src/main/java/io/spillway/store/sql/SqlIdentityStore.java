package io.spillway.store.sql;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.store.AutomationStore;
import io.spillway.store.IdentityStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** Clients, keys and used credentials in SQL. */
final class SqlIdentityStore implements IdentityStore {
  private final GroupCommit writer;
  private final QueryRunner reader;
  private final Clock clock;

  SqlIdentityStore(GroupCommit writer, QueryRunner reader, Clock clock) {
    this.writer = writer;
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Void> addClient(Client client, AuditEvent event) {
    return writer.write(
        session -> {
          session.update(
              "INSERT INTO client (client_id, display_name, roles, scopes, secret_hash,"
                  + " public_key, rotations, created_at, revoked_at)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              client.id(),
              client.displayName(),
              joined(client.roles()),
              joined(client.scopes()),
              client.secretHash(),
              client.publicKey(),
              client.rotations(),
              client.createdAt(),
              client.revokedAt());
          SqlAuditLog.write(session, List.of(event));
        });
  }

  @Override
  public Optional<Client> client(String clientId) {
    return reader.first(
        "SELECT * FROM client WHERE client_id = ?", SqlIdentityStore::row, clientId);
  }

  @Override
  public List<Client> clients(Optional<AutomationStore.Position> before, int limit) {
    AutomationStore.Position from = before.orElse(AutomationStore.Position.NEWEST);
    return reader.list(
        "SELECT * FROM client WHERE (created_at, client_id) < (?, ?)"
            + " ORDER BY created_at DESC, client_id DESC LIMIT ?",
        SqlIdentityStore::row,
        from.at(),
        from.id(),
        limit);
  }

  @Override
  public CompletionStage<Boolean> replaceCredentials(Client next, AuditEvent event) {
    return inDeferred(
        session -> {
          int rows =
              session.update(
                  "UPDATE client SET secret_hash = ?, public_key = ?, rotations = ?"
                      + " WHERE client_id = ? AND rotations = ? AND revoked_at IS NULL",
                  next.secretHash(),
                  next.publicKey(),
                  next.rotations(),
                  next.id(),
                  next.rotations() - 1);
          if (rows == 1) {
            SqlAuditLog.insert(session, List.of(event));
          }
          return rows == 1;
        });
  }

  @Override
  public CompletionStage<Void> replaceSecretHash(String clientId, String from, String to) {
    return writer.write(
        session ->
            session.update(
                "UPDATE client SET secret_hash = ? WHERE client_id = ? AND secret_hash = ?",
                to,
                clientId,
                from));
  }

  @Override
  public CompletionStage<Revocation> revoke(
      String clientId, Instant at, String neededRole, AuditEvent event) {
    return inDeferred(
        session -> {
          if (isLast(session, clientId, neededRole)) {
            return Revocation.LAST_OF_ITS_ROLE;
          }
          int rows =
              session.update(
                  "UPDATE client SET revoked_at = ? WHERE client_id = ? AND revoked_at IS NULL",
                  at,
                  clientId);
          if (rows == 0) {
            return Revocation.NOTHING_TO_DO;
          }
          SqlAuditLog.insert(session, List.of(event));
          return Revocation.DONE;
        });
  }

  private static boolean isLast(WriterSession session, String clientId, String role)
      throws SQLException {
    String holders =
        "SELECT 1 FROM client WHERE revoked_at IS NULL AND scopes = ''"
            + " AND ',' || roles || ',' LIKE ? AND client_id ";
    String pattern = "%," + role + ",%";
    return session.first(holders + "= ?", row -> true, pattern, clientId).isPresent()
        && session.first(holders + "<> ? LIMIT 1", row -> true, pattern, clientId).isEmpty();
  }

  /**
   * Changes a client at the end of the transaction, under the lock for numbering audit rows: of two
   * nodes that each revoke one of the last two administrators, the second sees the first change.
   */
  private <T> CompletionStage<T> inDeferred(GroupCommit.Work<T> work) {
    return writer
        .submit(
            session -> {
              List<T> outcome = new ArrayList<>();
              session.defer(
                  ending -> {
                    ending.beforeAuditing();
                    outcome.add(work.run(ending));
                  });
              return outcome;
            })
        .thenApply(outcome -> outcome.get(0));
  }

  private static Client row(ResultSet row) throws SQLException {
    return new Client(
        QueryRunner.text(row, "client_id"),
        QueryRunner.text(row, "display_name"),
        split(QueryRunner.text(row, "roles")),
        split(QueryRunner.text(row, "scopes")),
        QueryRunner.text(row, "secret_hash"),
        QueryRunner.text(row, "public_key"),
        row.getInt("rotations"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        QueryRunner.instant(row, "revoked_at"));
  }

  private static String joined(Set<String> words) {
    return String.join(",", new TreeSet<>(words));
  }

  private static Set<String> split(String joined) {
    return joined.isEmpty() ? Set.of() : Set.of(joined.split(",", -1));
  }

  @Override
  public boolean hasClients() {
    return reader.first("SELECT 1 FROM client LIMIT 1", row -> true).isPresent();
  }

  @Override
  public CompletionStage<Void> addKey(Key key) {
    return writer.write(
        session ->
            session.update(
                "INSERT INTO server_key (key_id, purpose, material, created_at)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT (key_id) DO NOTHING",
                key.id(),
                key.use(),
                key.material(),
                key.createdAt()));
  }

  @Override
  public CompletionStage<Void> removeKey(String id) {
    return writer.write(session -> session.update("DELETE FROM server_key WHERE key_id = ?", id));
  }

  @Override
  public List<Key> keys(String use) {
    return reader.list(
        "SELECT * FROM server_key WHERE purpose = ? ORDER BY created_at DESC, key_id DESC",
        row ->
            new Key(
                QueryRunner.text(row, "key_id"),
                QueryRunner.text(row, "purpose"),
                QueryRunner.text(row, "material"),
                Instant.ofEpochMilli(row.getLong("created_at"))),
        use);
  }

  @Override
  public CompletionStage<Boolean> useOnce(String credential, Instant forgetAt) {
    return writer.submit(
        session -> {
          session.update("DELETE FROM used_credential WHERE forget_at < ?", clock.instant());
          int rows =
              session.update(
                  "INSERT INTO used_credential (credential, forget_at) VALUES (?, ?)"
                      + " ON CONFLICT (credential) DO NOTHING",
                  credential,
                  forgetAt);
          return rows == 1;
        });
  }
}
