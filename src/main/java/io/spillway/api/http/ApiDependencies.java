package io.spillway.api.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.api.auth.ClientRegistration;
import io.spillway.api.auth.ProviderSignIn;
import io.spillway.api.auth.TokenVerifier;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.search.ExecutionSearch;
import io.spillway.engine.search.PausedExecutions;
import io.spillway.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the API works with.
 *
 * @param router to the automations
 * @param executions reads executions
 * @param paused reads what breakers hold
 * @param store reads everything else
 * @param security who calls
 * @param probes how the node is
 * @param clock tells the time
 */
public record ApiDependencies(
    AutomationRouter router,
    ExecutionSearch executions,
    PausedExecutions paused,
    Store store,
    Security security,
    Probes probes,
    Clock clock) {

  /**
   * Who calls, and the keys that prove it.
   *
   * @param verifier of bearer tokens
   * @param tokenEndpoint answers POST /auth/v1/token; the form is already read into the request's
   *     form attributes, or the context has failed since it could not be read
   * @param provider where people can sign in with an account of theirs
   * @param providerTokenEndpoint answers POST /auth/v1/provider/token, in the same way
   * @param jwks the public keys of the tokens
   * @param metadata what the server says of itself (RFC 8414)
   * @param registration of clients
   * @param pageTokenKey 32 secret bytes, the same on every node; not to be changed afterwards
   */
  @SuppressWarnings("ArrayRecordComponent") // A key, handed on once at start.
  public record Security(
      TokenVerifier verifier,
      Handler<RoutingContext> tokenEndpoint,
      Optional<ProviderSignIn> provider,
      Handler<RoutingContext> providerTokenEndpoint,
      Supplier<JsonObject> jwks,
      Supplier<JsonObject> metadata,
      ClientRegistration registration,
      byte[] pageTokenKey) {}

  /**
   * How the node is.
   *
   * @param metrics takes the timings of requests and is served as text
   * @param readiness whether the node can do its work now; must not block
   * @param members how each member of the cluster is, as the API tells it
   */
  public record Probes(
      PrometheusMeterRegistry metrics,
      Supplier<Future<Readiness>> readiness,
      Supplier<Future<JsonArray>> members) {}
}
