package io.spillway.api.auth;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.store.IdentityStore.Client;
import io.spillway.testing.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A node's authentication on an in-memory store, with the token endpoint on a real port. */
final class AuthServer implements AutoCloseable {
  static final AuthSettings SETTINGS =
      new AuthSettings(
          "https://spillway.example",
          "spillway-api",
          "spillway.example",
          Set.of("inside.example", "fe80::1"),
          Duration.ofHours(1),
          Duration.ofDays(30));

  static final String PROVIDER_PATH = "/auth/v1/provider/token";

  final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(8));
  final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  final MemoryIdentityStore store = new MemoryIdentityStore();
  final MemoryAuditLog audit = new MemoryAuditLog();
  final Authentication identity;
  volatile Optional<ProviderSignIn> signIn = Optional.of(new ProviderTokenEndpointTest.ByCode());
  final WebClient web = WebClient.create(vertx);
  final int port;

  AuthServer() {
    this(TrustedProxies.NONE);
  }

  AuthServer(TrustedProxies proxies) {
    identity = Await.result(open(proxies, clock, Duration.ZERO));
    Router router = Router.router(vertx);
    router
        .post(TokenEndpoint.PATH)
        .handler(TokenEndpoint.form())
        .handler(identity.tokenEndpoint())
        .failureHandler(identity.tokenEndpoint());
    Handler<RoutingContext> provider =
        context -> identity.providerTokenEndpoint(signIn).handle(context);
    router
        .post(PROVIDER_PATH)
        .handler(TokenEndpoint.form())
        .handler(provider)
        .failureHandler(provider);
    HttpServer server =
        Await.result(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    port = server.actualPort();
  }

  private Future<Authentication> open(TrustedProxies proxies, Clock its, Duration ahead) {
    return Authentication.open(
        vertx, store, SETTINGS, new AccessRecorder(audit, proxies, its), its, () -> ahead);
  }

  /** Opens another node on the same store. */
  Future<Authentication> otherNode() {
    return otherNode(clock, Duration.ZERO);
  }

  /** The same with a clock of its own, which is ahead of others. */
  Future<Authentication> otherNode(Clock its, Duration ahead) {
    return open(TrustedProxies.NONE, its, ahead);
  }

  Credentials register(Role... roles) {
    return Await.result(identity.registration().create("Nightly sync", Set.of(roles), "root"));
  }

  Client client(Credentials credentials) {
    return Objects.requireNonNull(store.clients.get(credentials.clientId()));
  }

  HttpRequest<Buffer> request() {
    return web.post(port, "127.0.0.1", TokenEndpoint.PATH);
  }

  HttpResponse<Buffer> post(MultiMap form) {
    return Await.result(send(form));
  }

  Future<HttpResponse<Buffer>> send(MultiMap form) {
    return request().sendForm(form);
  }

  static MultiMap grant(String clientId) {
    return MultiMap.caseInsensitiveMultiMap()
        .add("grant_type", "client_credentials")
        .add("client_id", clientId);
  }

  static MultiMap secretForm(Credentials credentials) {
    return grant(credentials.clientId()).add("client_secret", credentials.clientSecret());
  }

  static MultiMap assertionForm(String clientId, String assertion) {
    return grant(clientId)
        .add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .add("client_assertion", assertion);
  }

  /** Claims that are accepted as they are. */
  JsonObject assertionClaims(Credentials credentials) {
    long now = clock.instant().getEpochSecond();
    return new JsonObject()
        .put("iss", credentials.clientId())
        .put("sub", credentials.clientId())
        .put("aud", "spillway.example")
        .put("iat", now)
        .put("nbf", now - 120)
        .put("exp", now + 120)
        .put("jti", UUID.randomUUID().toString());
  }

  static KeyPair keyOf(Credentials credentials) {
    String jwk = List.of(credentials.clientKey().split(":", -1)).get(3);
    return Ed25519Jwk.keyPair(
        new JsonObject(new String(Base64.getUrlDecoder().decode(jwk), StandardCharsets.UTF_8)));
  }

  static String sign(Credentials credentials, JsonObject claims) {
    return Jwts.signed(Jwts.eddsa(), claims, keyOf(credentials).getPrivate());
  }

  KeyPair serverKey() {
    return Ed25519Jwk.keyPair(new JsonObject(store.keys(SigningKeys.USE).get(0).material()));
  }

  AuditEvent onlyRefusal() {
    return only(AuditEvent.Kind.TOKEN_REFUSED);
  }

  AuditEvent only(AuditEvent.Kind kind) {
    List<AuditEvent> found = audit.ofKind(kind);
    if (found.size() != 1) {
      throw new AssertionError("not one event but " + found);
    }
    return found.get(0);
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }
}
