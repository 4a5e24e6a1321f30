package io.spillway.store;

import io.spillway.domain.audit.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Clients, signing keys, and used single-use credentials. */
public interface IdentityStore {
  /** Adds a client and its audit row. Completes when durable; fails if the id is taken. */
  CompletionStage<Void> addClient(Client client, AuditEvent event);

  /** Reads a client, also a revoked one. Blocks. */
  Optional<Client> client(String clientId);

  /**
   * Reads clients, also revoked ones, newest first. Blocks.
   *
   * @param before only those added before this one; empty for the newest
   */
  List<Client> clients(Optional<AutomationStore.Position> before, int limit);

  /**
   * Puts a client's new credentials in place of its old ones, and adds an audit row.
   *
   * @param next the client with its new credentials, and one rotation more
   * @return completes, when durable, with false if the client is revoked or its credentials were
   *     replaced concurrently
   */
  CompletionStage<Boolean> replaceCredentials(Client next, AuditEvent event);

  /**
   * Replaces the hash of a client's secret, unless it is another one by now: the same secret,
   * hashed in another way. Completes when durable.
   */
  CompletionStage<Void> replaceSecretHash(String clientId, String from, String to);

  /**
   * Revokes a client and adds an audit row, unless it is the last active client without a scope
   * that has a certain role.
   *
   * @param at since when it is revoked
   * @param neededRole which at least one client must keep
   * @return completes with the result when durable
   */
  CompletionStage<Revocation> revoke(
      String clientId, Instant at, String neededRole, AuditEvent event);

  /** The result of a call to revoke a client. */
  enum Revocation {
    DONE,
    /** It is revoked already or does not exist. */
    NOTHING_TO_DO,
    /** Refused. */
    LAST_OF_ITS_ROLE
  }

  /** Whether any client was ever added. Blocks. */
  boolean hasClients();

  /** Adds a key. Completes when durable; a key whose id exists is not changed. */
  CompletionStage<Void> addKey(Key key);

  /** Removes a key, if it exists. Completes when durable. */
  CompletionStage<Void> removeKey(String id);

  /** Reads keys by use, newest first. Blocks. */
  List<Key> keys(String use);

  /**
   * Marks a credential as used.
   *
   * @param credential what identifies it
   * @param forgetAt when it expires and may be forgotten
   * @return completes, when durable, with whether this was its first use
   */
  CompletionStage<Boolean> useOnce(String credential, Instant forgetAt);

  /**
   * A client of the API.
   *
   * @param id its client id
   * @param displayName shown to users
   * @param roles what it may do
   * @param scopes ids of the automations it may access; empty for all
   * @param secretHash salted hash of its secret, empty if it has none
   * @param publicKey its public key as a JWK, empty if it has none
   * @param rotations how often its credentials were replaced
   * @param createdAt when it was added
   * @param revokedAt since when it is refused, if it is
   */
  record Client(
      String id,
      String displayName,
      Set<String> roles,
      Set<String> scopes,
      String secretHash,
      String publicKey,
      int rotations,
      Instant createdAt,
      Optional<Instant> revokedAt) {}

  /**
   * A secret key of the server.
   *
   * @param id key id
   * @param use what it is for
   * @param material a JWK as JSON
   * @param createdAt when it was made
   */
  record Key(String id, String use, String material, Instant createdAt) {}
}
