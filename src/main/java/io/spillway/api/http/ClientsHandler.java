package io.spillway.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.api.auth.ClientRegistration;
import io.spillway.api.auth.CredentialKind;
import io.spillway.api.auth.CredentialRequest;
import io.spillway.api.auth.RegisteredClient;
import io.spillway.api.auth.Role;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.Paging;
import io.spillway.api.http.route.Reply;
import io.spillway.store.AutomationStore;
import io.spillway.store.IdentityStore;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Registers and manages the clients of the API. */
final class ClientsHandler {
  private static final Pattern AUTOMATION_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final ClientRegistration registration;
  private final IdentityStore clients;
  private final AutomationStore automations;
  private final PageTokens tokens;

  ClientsHandler(ApiDependencies dependencies, PageTokens tokens) {
    this.registration = dependencies.security().registration();
    this.clients = dependencies.store().identity();
    this.automations = dependencies.store().automations();
    this.tokens = tokens;
  }

  Future<Reply> create(ApiRequest request) {
    Fields body = request.fields();
    Set<String> scopes = new TreeSet<>(body.texts("scopes"));
    ClientRegistration.Profile profile =
        new ClientRegistration.Profile(body.text("displayName"), roles(body), scopes);
    CredentialRequest order =
        order(body).orElseGet(() -> CredentialRequest.of(Set.of(CredentialKind.SECRET)));
    return BlockingReads.read(request, () -> requireAutomations(scopes))
        .compose(known -> registration.create(profile, order, request.caller().clientId()))
        .map(ClientsHandler::registered);
  }

  Future<Reply> list(ApiRequest request) {
    Paging paging = Paging.of(tokens, request.http(), "clients");
    return BlockingReads.read(request, () -> clients.clients(paging.position(), paging.fetchSize()))
        .map(
            read ->
                page(
                    paging.page(read),
                    paging.next(read, last -> Paging.cursorOf(last.createdAt(), last.id()))));
  }

  Future<Reply> get(ApiRequest request) {
    String id = request.path("id");
    return BlockingReads.read(request, () -> registration.get(id))
        .map(client -> Reply.ok(out -> JsonText.object(out, "client", o -> write(o, client))));
  }

  Future<Reply> rotate(ApiRequest request) {
    return registration
        .rotate(request.path("id"), order(request.fields()), request.caller().clientId())
        .map(ClientsHandler::registered);
  }

  Future<Reply> revoke(ApiRequest request) {
    return registration.revoke(request.path("id"), request.caller().clientId()).map(Reply.EMPTY);
  }

  private static Set<Role> roles(Fields body) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String given : body.texts("roles")) {
      roles.add(
          Role.named(given)
              .orElseThrow(
                  () ->
                      Refusals.invalid(
                          "roles contains "
                              + Refusals.quote(given)
                              + ", must be worker, viewer, operator or admin")));
    }
    return roles;
  }

  /** The requested credentials; empty for the default. */
  private static Optional<CredentialRequest> order(Fields body) {
    String kind = body.text("kind");
    Optional<CredentialKind> named = CredentialKind.named(kind);
    if (named.isEmpty() && !kind.isEmpty()) {
      throw Refusals.mustBe("kind", Refusals.quote(kind), "secret or key");
    }
    if (!body.has("publicKey")) {
      return named.map(one -> CredentialRequest.of(Set.of(one)));
    }
    if (named.isPresent() && named.get() != CredentialKind.KEY) {
      throw Refusals.invalid("publicKey is given with the kind secret, must be with the kind key");
    }
    JsonObject jwk = new JsonObject(body.freeObject("publicKey"));
    return Optional.of(Refusals.checked(() -> CredentialRequest.ofPublicKey(jwk)));
  }

  private Set<String> requireAutomations(Set<String> scopes) {
    for (String id : scopes) {
      if (!AUTOMATION_ID.matcher(id).matches() || automations.load(id).isEmpty()) {
        throw Refusals.invalid(
            "scopes contains " + Refusals.quote(id) + ", must be ids of automations");
      }
    }
    return scopes;
  }

  private static Reply registered(RegisteredClient registered) {
    return Reply.ok(
        out -> {
          JsonText.object(out, "client", o -> write(o, registered.client()));
          if (!registered.credentials().clientSecret().isEmpty()) {
            out.writeStringField("clientSecret", registered.credentials().clientSecret());
          }
          if (!registered.credentials().clientKey().isEmpty()) {
            out.writeStringField("clientKey", registered.credentials().clientKey());
          }
        });
  }

  private static Reply page(List<Client> rows, String nextPageToken) {
    return Reply.ok(
        out -> {
          out.writeArrayFieldStart("list");
          for (Client row : rows) {
            out.writeStartObject();
            write(out, row);
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeStringField("nextPageToken", nextPageToken);
        });
  }

  private static void write(JsonGenerator out, Client client) throws IOException {
    out.writeStringField("id", client.id());
    out.writeStringField("displayName", client.displayName());
    texts(out, "roles", client.roles());
    texts(out, "scopes", client.scopes());
    texts(
        out,
        "kinds",
        ClientRegistration.kindsOf(client).stream().map(CredentialKind::wireName).toList());
    JsonText.timestamp(out, "createdAt", client.createdAt());
    if (client.revokedAt().isPresent()) {
      JsonText.timestamp(out, "revokedAt", client.revokedAt().get());
    }
  }

  private static void texts(JsonGenerator out, String name, Collection<String> texts)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : new TreeSet<>(texts)) {
      out.writeString(text);
    }
    out.writeEndArray();
  }
}
