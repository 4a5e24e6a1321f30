package io.spillway.api.http;

import io.spillway.api.http.route.ApiContract;
import io.spillway.api.http.route.Reply;
import io.spillway.api.http.route.StaticFile;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Public information about the server: health, metrics, keys, metadata, the OpenAPI document. */
final class ServerInfoHandler {
  private static final CharSequence YAML = HttpHeaders.createOptimized("application/yaml");
  private static final CharSequence PROMETHEUS =
      HttpHeaders.createOptimized("text/plain; version=0.0.4; charset=utf-8");

  private final StaticFile document;
  private final ApiDependencies dependencies;

  ServerInfoHandler(ApiContract contract, ApiDependencies dependencies) {
    this.document = new StaticFile(YAML, contract.document().getBytes());
    this.dependencies = dependencies;
  }

  /** The handlers by operation id. */
  Map<String, Function<RoutingContext, Future<Reply>>> byId() {
    return Map.of(
        "getLiveness", context -> liveness(),
        "getReadiness", context -> readiness(),
        "getMetrics", context -> metrics(),
        "getJwks", context -> jwks(),
        "getServerMetadata", context -> metadata(),
        "getOpenApi", context -> document());
  }

  private static Future<Reply> liveness() {
    return Future.succeededFuture(Reply.ok(new JsonObject().put("status", "UP").toBuffer()));
  }

  private Future<Reply> readiness() {
    return dependencies.probes().readiness().get().map(ServerInfoHandler::readiness);
  }

  private static Reply readiness(Readiness readiness) {
    JsonObject checks = new JsonObject();
    new TreeMap<>(readiness.checks()).forEach(checks::put);
    Buffer body =
        new JsonObject()
            .put("status", readiness.ready() ? "UP" : "DOWN")
            .put("checks", checks)
            .toBuffer();
    return new Reply.Buffered(readiness.ready() ? 200 : 503, Reply.JSON, body);
  }

  private Future<Reply> metrics() {
    return dependencies
        .probes()
        .metrics()
        .get()
        .map(text -> new Reply.Buffered(200, PROMETHEUS, Buffer.buffer(text)));
  }

  private Future<Reply> jwks() {
    return Future.succeededFuture(Reply.ok(dependencies.security().jwks().get().toBuffer()));
  }

  private Future<Reply> metadata() {
    return Future.succeededFuture(Reply.ok(dependencies.security().metadata().get().toBuffer()));
  }

  private Future<Reply> document() {
    return Future.succeededFuture(new Reply.File(document));
  }
}
