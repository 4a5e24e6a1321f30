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
 * change and its audit row are durable; this node heeds it at once, the others within {@link
 * ActiveClients#MAX_AGE}.
 */
public final class ClientRegistration {
  private static final int MAX_NAME_LENGTH = 256;

  private final Vertx vertx;
  private final IdentityStore store;
  private final ActiveClients active;
  private final CredentialMaker maker;
  private final AuthSettings settings;
  private final Clock clock;

  ClientRegistration(
      Vertx vertx,
      IdentityStore store,
      ActiveClients active,
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
   * What a client is and may do.
   *
   * @param displayName for people, 1 to 256 characters
   * @param roles at least one
   * @param scopes ids of the automations it may know of; empty for all
   */
  public record Profile(String displayName, Set<Role> roles, Set<String> scopes) {}

  /** Creates a client for all automations, with a secret and a key. */
  public Future<Credentials> create(String displayName, Set<Role> roles, String actor) {
    return create(new Profile(displayName, roles, Set.of()), CredentialOrder.BOTH, actor)
        .map(RegisteredClient::credentials);
  }

  /**
   * Creates a client. The credentials are told here and never again.
   *
   * @param actor who creates it
   */
  public Future<RegisteredClient> create(Profile profile, CredentialOrder order, String actor) {
    return check(profile)
        .<Future<RegisteredClient>>map(refusal -> Future.failedFuture(refusal.asException()))
        .orElseGet(
            () ->
                vertx
                    .executeBlocking(() -> draft(profile, order), false)
                    .compose(
                        draft ->
                            durable(store.addClient(draft.client(), created(draft.client(), actor)))
                                .map(draft)));
  }

  /**
   * Gives a client new credentials in place of those it has. The old ones, and the tokens that were
   * given for them, end.
   *
   * @param order what it gets; empty for new ones of the kinds it has
   * @param actor who does it
   */
  public Future<RegisteredClient> rotate(String id, Optional<CredentialOrder> order, String actor) {
    return vertx
        .executeBlocking(() -> replacement(fullId(id), order), false)
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
                                "client "
                                    + id
                                    + " was changed by another request; look at it again");
                          }
                          return next;
                        }));
  }

  /**
   * Ends a client, its credentials and its tokens for good. Doing it again changes nothing.
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
    return id.indexOf('@') >= 0 ? id : ClientNames.id(id, settings.publicHost());
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
    return profile.roles().isEmpty()
        ? invalid("roles is empty, must have at least one of viewer, operator, admin")
        : Optional.empty();
  }

  private static Optional<Refusal> invalid(String message) {
    return Optional.of(new Refusal(Refusal.Reason.INVALID_ARGUMENT, message));
  }

  private RegisteredClient draft(Profile profile, CredentialOrder order) {
    String id = freeId();
    CredentialMaker.Made made = maker.make(id, order);
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
    return new RegisteredClient(client, made.told());
  }

  private String freeId() {
    String id = ClientNames.make(settings.publicHost());
    while (store.client(id).isPresent()) {
      id = ClientNames.make(settings.publicHost());
    }
    return id;
  }

  private RegisteredClient replacement(String id, Optional<CredentialOrder> order) {
    Client client = existing(id);
    if (client.revokedAt().isPresent()) {
      throw refused(
          Refusal.Reason.FAILED_PRECONDITION,
          "client " + id + " is revoked, which is for good; create another one");
    }
    CredentialMaker.Made made =
        maker.make(id, order.orElseGet(() -> CredentialOrder.of(kindsOf(client))));
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
    return new RegisteredClient(next, made.told());
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
