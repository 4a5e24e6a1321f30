package io.spillway.api.auth;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.store.IdentityStore;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Creates clients, replaces their credentials, and revokes them. Each call completes when the
 * change and its audit row are durable; it takes effect on this node at once, on others within
 * {@link ClientCache#MAX_AGE}.
 */
public final class ClientRegistration {
  private static final int MAX_NAME_LENGTH = 256;

  private final Vertx vertx;
  private final IdentityStore store;
  private final ClientCache active;
  private final CredentialMaker maker;
  private final AuthSettings settings;
  private final Clock clock;

  ClientRegistration(
      Vertx vertx,
      IdentityStore store,
      ClientCache active,
      CredentialMaker maker,
      AuthSettings settings,
      Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.active = active;
    this.maker = maker;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Name and permissions of a client.
   *
   * @param displayName shown to users, 1 to 256 characters
   * @param roles at least one
   * @param scopes ids of the automations it may access; empty for all
   */
  public record Profile(String displayName, Set<Role> roles, Set<String> scopes) {}

  /** Creates a client for all automations, with a secret and a key. */
  public Future<Credentials> create(String displayName, Set<Role> roles, String actor) {
    return create(new Profile(displayName, roles, Set.of()), CredentialRequest.BOTH, actor)
        .map(RegisteredClient::credentials);
  }

  /**
   * Creates a client. Its credentials are returned only once.
   *
   * @param actor who creates it
   */
  public Future<RegisteredClient> create(Profile profile, CredentialRequest request, String actor) {
    return check(profile)
        .<Future<RegisteredClient>>map(refusal -> Future.failedFuture(refusal.asException()))
        .orElseGet(
            () ->
                vertx
                    .executeBlocking(() -> draft(profile, request), false)
                    .compose(
                        draft ->
                            durable(store.addClient(draft.client(), created(draft.client(), actor)))
                                .map(draft)));
  }

  /**
   * Replaces the credentials of a client. The old ones, and tokens issued for them, become invalid.
   *
   * @param request its new credentials; empty for the kinds it has
   * @param actor who does it
   */
  public Future<RegisteredClient> rotate(
      String id, Optional<CredentialRequest> request, String actor) {
    return vertx
        .executeBlocking(() -> replacement(fullId(id), request), false)
        .compose(
            next ->
                durable(
                        store.replaceCredentials(
                            next.client(),
                            event(AuditEvent.Kind.CLIENT_ROTATED, next.client(), actor)))
                    .map(
                        replaced -> {
                          active.forget(next.client().id());
                          if (!replaced) {
                            throw refused(
                                Refusal.Reason.ABORTED,
                                "client " + id + " was changed by another request; read it again");
                          }
                          return next;
                        }));
  }

  /**
   * Revokes a client, its credentials and its tokens for good; idempotent.
   *
   * @param actor who does it
   */
  public Future<Void> revoke(String id, String actor) {
    Instant now = clock.instant();
    return vertx
        .executeBlocking(() -> existing(fullId(id)), false)
        .compose(
            client ->
                durable(
                        store.revoke(
                            client.id(),
                            now,
                            Role.ADMIN.wireName(),
                            event(AuditEvent.Kind.CLIENT_REVOKED, client, actor)))
                    .map(
                        done -> {
                          active.forget(client.id());
                          if (done == IdentityStore.Revocation.LAST_OF_ITS_ROLE) {
                            throw refused(
                                Refusal.Reason.FAILED_PRECONDITION,
                                "client "
                                    + client.id()
                                    + " is the last administrator of all automations: without it"
                                    + " nobody could create clients; create another administrator"
                                    + " first");
                          }
                          return null;
                        }));
  }

  /**
   * The client with this id, also a revoked one. Blocks.
   *
   * @param id its client id, or the part of it before the {@code @}
   * @throws RefusedException (NOT_FOUND) if there is none
   */
  public Client get(String id) {
    return existing(fullId(id));
  }

  private String fullId(String id) {
    return id.indexOf('@') >= 0 ? id : ClientIds.id(id, settings.publicHost());
  }

  private Client existing(String id) {
    return store
        .client(id)
        .orElseThrow(
            () -> refused(Refusal.Reason.NOT_FOUND, "client " + Quotes.of(id) + " does not exist"));
  }

  private static Optional<Refusal> check(Profile profile) {
    String name = profile.displayName();
    if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
      return invalid(
          "displayName has %d characters, must have 1 to %d and not be blank"
              .formatted(name.length(), MAX_NAME_LENGTH));
    }
    if (profile.roles().isEmpty()) {
      return invalid("roles is empty, must have at least one of worker, viewer, operator, admin");
    }
    return profile.roles().equals(EnumSet.of(Role.WORKER, Role.VIEWER))
        ? invalid("roles has worker and viewer, must have one of them, or operator for both")
        : Optional.empty();
  }

  private static Optional<Refusal> invalid(String message) {
    return Optional.of(new Refusal(Refusal.Reason.INVALID_ARGUMENT, message));
  }

  private RegisteredClient draft(Profile profile, CredentialRequest request) {
    String id = freeId();
    CredentialMaker.NewCredentials made = maker.make(id, request);
    Client client =
        new Client(
            id,
            profile.displayName(),
            profile.roles().stream().map(Role::wireName).collect(Collectors.toUnmodifiableSet()),
            profile.scopes(),
            made.secretHash(),
            made.publicKey(),
            0,
            clock.instant(),
            Optional.empty());
    return new RegisteredClient(client, made.credentials());
  }

  private String freeId() {
    String id = ClientIds.make(settings.publicHost());
    while (store.client(id).isPresent()) {
      id = ClientIds.make(settings.publicHost());
    }
    return id;
  }

  private RegisteredClient replacement(String id, Optional<CredentialRequest> request) {
    Client client = existing(id);
    if (client.revokedAt().isPresent()) {
      throw refused(
          Refusal.Reason.FAILED_PRECONDITION,
          "client " + id + " is revoked, which is for good; create another one");
    }
    CredentialMaker.NewCredentials made =
        maker.make(id, request.orElseGet(() -> CredentialRequest.of(kindsOf(client))));
    Client next =
        new Client(
            id,
            client.displayName(),
            client.roles(),
            client.scopes(),
            made.secretHash(),
            made.publicKey(),
            client.rotations() + 1,
            client.createdAt(),
            Optional.empty());
    return new RegisteredClient(next, made.credentials());
  }

  /** The kinds of credentials that a client has. */
  public static Set<CredentialKind> kindsOf(Client client) {
    Set<CredentialKind> kinds = EnumSet.noneOf(CredentialKind.class);
    if (!client.secretHash().isEmpty()) {
      kinds.add(CredentialKind.SECRET);
    }
    if (!client.publicKey().isEmpty()) {
      kinds.add(CredentialKind.KEY);
    }
    return kinds;
  }

  private <T> Future<T> durable(CompletionStage<T> write) {
    return Future.fromCompletionStage(write, vertx.getOrCreateContext());
  }

  private AuditEvent created(Client client, String actor) {
    return event(AuditEvent.Kind.CLIENT_CREATED, client, actor);
  }

  private AuditEvent event(AuditEvent.Kind kind, Client client, String actor) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("clientId", client.id());
    details.put("displayName", client.displayName());
    details.put("roles", sorted(client.roles()));
    details.put("scopes", sorted(client.scopes()));
    details.put(
        "kinds",
        sorted(kindsOf(client).stream().map(CredentialKind::wireName).collect(Collectors.toSet())));
    String verb =
        switch (kind) {
          case CLIENT_CREATED -> "created";
          case CLIENT_ROTATED -> "given new credentials";
          default -> "revoked";
        };
    return new AuditEvent(
        UUID.randomUUID().toString(),
        kind,
        clock.instant(),
        actor,
        "",
        "Client " + client.id() + " " + verb,
        details);
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }

  private static RefusedException refused(Refusal.Reason reason, String message) {
    return new Refusal(reason, message).asException();
  }
}
