package io.spillway.store;

import io.spillway.audit.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Clients, signing keys, and credentials that were used up. */
public interface IdentityStore {
  /** Adds a client and its audit row. Completes when durable; fails if the id is taken. */
  CompletionStage<Void> addClient(Client client, AuditEvent event);

  /** Reads a client, also a revoked one. Blocks. */
  Optional<Client> client(String clientId);

  /** Whether any client was ever added. Blocks. */
  boolean hasClients();

  /** Adds a key. Completes when durable; a key whose id is taken is left as it was. */
  CompletionStage<Void> addKey(Key key);

  /** Reads keys by use, newest first. Blocks. */
  List<Key> keys(String use);

  /**
   * Marks a credential as used.
   *
   * @param credential what identifies it
   * @param forgetAt when it is no longer accepted anyway; it may be forgotten then
   * @return completes, when durable, with whether this was its first use
   */
  CompletionStage<Boolean> useOnce(String credential, Instant forgetAt);

  /**
   * A client of the API.
   *
   * @param id its client id
   * @param displayName for people
   * @param roles what it may do
   * @param scopes ids of the automations it may know of; empty for all
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
