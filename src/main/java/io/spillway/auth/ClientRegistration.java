package io.spillway.auth;

import io.spillway.audit.AuditEvent;
import io.spillway.automation.Refusal;
import io.spillway.store.IdentityStore;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.EdECPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Creates clients and their credentials. */
public final class ClientRegistration {
  // The published C1 SDKs read a key only under this prefix and name.
  private static final String CLIENT_KEY_PREFIX = "secret-token:conductorone.com:v1:";
  private static final int SECRET_BYTES = 32;
  private static final int MAX_NAME_LENGTH = 256;

  private final Vertx vertx;
  private final IdentityStore store;
  private final SecretHash hashes;
  private final AuthSettings settings;
  private final Clock clock;

  ClientRegistration(
      Vertx vertx, IdentityStore store, SecretHash hashes, AuthSettings settings, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.hashes = hashes;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Creates a client. Completes when it and its audit row are durable; the credentials are told
   * here and never again.
   *
   * @param displayName for people, 1 to 256 characters
   * @param roles what it may do, at least one
   * @param actor who creates it
   */
  public Future<Credentials> create(String displayName, Set<Role> roles, String actor) {
    return check(displayName, roles)
        .<Future<Credentials>>map(refusal -> Future.failedFuture(refusal.asException()))
        .orElseGet(
            () ->
                vertx
                    .executeBlocking(() -> draft(displayName, roles), false)
                    .compose(draft -> add(draft, actor)));
  }

  private static Optional<Refusal> check(String displayName, Set<Role> roles) {
    if (displayName.isBlank() || displayName.length() > MAX_NAME_LENGTH) {
      return invalid(
          "displayName has %d characters, must have 1 to %d and not be blank"
              .formatted(displayName.length(), MAX_NAME_LENGTH));
    }
    return roles.isEmpty()
        ? invalid("roles is empty, must have at least one of viewer, operator, admin")
        : Optional.empty();
  }

  private static Optional<Refusal> invalid(String message) {
    return Optional.of(new Refusal(Refusal.Reason.INVALID_ARGUMENT, message));
  }

  private Draft draft(String displayName, Set<Role> roles) {
    String id = freeId();
    String secret = RandomBytes.base64Url(SECRET_BYTES);
    KeyPair pair = Ed25519Jwk.generate();
    Client client =
        new Client(
            id,
            displayName,
            roles.stream().map(Role::wireName).collect(Collectors.toUnmodifiableSet()),
            Set.of(),
            hashes.of(secret),
            Ed25519Jwk.ofPublic((EdECPublicKey) pair.getPublic()).encode(),
            0,
            clock.instant(),
            Optional.empty());
    return new Draft(client, new Credentials(id, secret, clientKey(pair)));
  }

  private String freeId() {
    String id = ClientNames.make(settings.publicHost());
    while (store.client(id).isPresent()) {
      id = ClientNames.make(settings.publicHost());
    }
    return id;
  }

  private static String clientKey(KeyPair pair) {
    byte[] jwk = Ed25519Jwk.ofPair(pair).encode().getBytes(StandardCharsets.UTF_8);
    return CLIENT_KEY_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(jwk);
  }

  private Future<Credentials> add(Draft draft, String actor) {
    return Future.fromCompletionStage(
            store.addClient(draft.client(), created(draft.client(), actor)),
            vertx.getOrCreateContext())
        .map(v -> draft.credentials());
  }

  private static AuditEvent created(Client client, String actor) {
    Instant at = client.createdAt();
    List<String> roles = client.roles().stream().sorted().toList();
    return new AuditEvent(
        UUID.randomUUID().toString(),
        AuditEvent.Kind.CLIENT_CREATED,
        at,
        actor,
        "",
        "Client " + client.id() + " created",
        Map.of("clientId", client.id(), "displayName", client.displayName(), "roles", roles));
  }

  /**
   * A client about to be added.
   *
   * @param client what is stored
   * @param credentials what is told
   */
  private record Draft(Client client, Credentials credentials) {}
}
