package io.spillway.store;

import io.spillway.audit.AuditEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** Clients, keys and used credentials in SQL. */
final class SqlIdentity implements IdentityStore {
  private final GroupCommit writer;
  private final Reader reader;
  private final Clock clock;

  SqlIdentity(GroupCommit writer, Reader reader, Clock clock) {
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
    return reader.first("SELECT * FROM client WHERE client_id = ?", SqlIdentity::row, clientId);
  }

  private static Client row(ResultSet row) throws SQLException {
    return new Client(
        Reader.text(row, "client_id"),
        Reader.text(row, "display_name"),
        split(Reader.text(row, "roles")),
        split(Reader.text(row, "scopes")),
        Reader.text(row, "secret_hash"),
        Reader.text(row, "public_key"),
        row.getInt("rotations"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Reader.instant(row, "revoked_at"));
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
  public List<Key> keys(String use) {
    return reader.list(
        "SELECT * FROM server_key WHERE purpose = ? ORDER BY created_at DESC, key_id DESC",
        row ->
            new Key(
                Reader.text(row, "key_id"),
                Reader.text(row, "purpose"),
                Reader.text(row, "material"),
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
