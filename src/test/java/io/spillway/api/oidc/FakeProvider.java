package io.spillway.api.oidc;

import io.spillway.api.auth.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** An identity provider on a free port of loopback with configurable responses. */
final class FakeProvider implements AutoCloseable {
  static final String KEYS_PATH = "/realms/test/keys";
  static final String TOKEN_PATH = "/realms/test/token";

  /** The requested paths, in order. */
  final Queue<String> asked = new ConcurrentLinkedQueue<>();

  final String issuer;
  volatile List<JsonObject> keys = List.of();
  volatile JsonObject discovery;
  volatile Optional<Consumer<HttpServerRequest>> keysAnswer = Optional.empty();
  volatile Consumer<HttpServerRequest> tokenAnswer = request -> request.response().end("{}");

  private final Vertx vertx;
  private final int port;
  private HttpServer server;

  FakeProvider(Vertx vertx, Signer... signers) {
    this.vertx = vertx;
    this.server = listen(0);
    this.port = server.actualPort();
    this.issuer = "http://127.0.0.1:" + port + "/realms/test";
    this.discovery =
        new JsonObject()
            .put("issuer", issuer)
            .put("jwks_uri", url(KEYS_PATH))
            .put("authorization_endpoint", url("/realms/test/authorize"))
            .put("token_endpoint", url(TOKEN_PATH));
    publish(signers);
  }

  void publish(Signer... signers) {
    keys = List.of(signers).stream().map(Signer::jwk).toList();
  }

  int keysReads() {
    return (int) asked.stream().filter(KEYS_PATH::equals).count();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Stops listening until it returns at the same port. */
  void goAway() {
    Await.result(server.close());
  }

  void comeBack() {
    server = listen(port);
  }

  private HttpServer listen(int at) {
    return Await.result(
        vertx.createHttpServer().requestHandler(this::answer).listen(at, "127.0.0.1"));
  }

  private void answer(HttpServerRequest request) {
    asked.add(request.path());
    if (request.path().equals("/realms/test/.well-known/openid-configuration")) {
      request.response().end(discovery.toBuffer());
    } else if (request.path().equals(KEYS_PATH) && keysAnswer.isPresent()) {
      keysAnswer.get().accept(request);
    } else if (request.path().equals(TOKEN_PATH)) {
      tokenAnswer.accept(request);
    } else {
      request.response().end(jwkSet().toBuffer());
    }
  }

  private JsonObject jwkSet() {
    return new JsonObject().put("keys", new JsonArray(List.copyOf(keys)));
  }

  @Override
  public void close() {
    Await.result(server.close());
  }
}
