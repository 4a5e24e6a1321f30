package io.spillway.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.api.auth.AccessRecorder;
import io.spillway.api.auth.ClientRegistration;
import io.spillway.api.auth.ProviderSignIn;
import io.spillway.api.auth.TokenVerifier;
import io.spillway.api.auth.TrustedProxies;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.search.ExecutionSearch;
import io.spillway.engine.search.PausedExecutions;
import io.spillway.engine.step.StepChecks;
import io.spillway.engine.webhook.Webhooks;
import io.spillway.engine.worker.JobService;
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
 * The dependencies of the API.
 *
 * @param router sends commands to automations
 * @param executions searches executions
 * @param paused searches paused executions
 * @param summaries makes their summaries
 * @param webhooks sends requests to others
 * @param store for all other reads
 * @param steps checks what is published
 * @param security authentication
 * @param probes state of the node
 * @param jobs leases jobs to workers
 * @param clock the current time
 */
public record ApiDependencies(
    AutomationRouter router,
    ExecutionSearch executions,
    PausedExecutions paused,
    Summaries summaries,
    Webhooks webhooks,
    Store store,
    StepChecks steps,
    Security security,
    Probes probes,
    JobService jobs,
    Clock clock) {

  /**
   * Authentication and its keys.
   *
   * @param verifier of bearer tokens
   * @param proxies that requests may pass, to find the addresses of clients
   * @param recorder records refused requests in the system log
   * @param tokenEndpoint handles POST /auth/v1/token; the form is already read into the request's
   *     form attributes, or the context has failed
   * @param provider of identities, for sign-in in the browser
   * @param providerTokenEndpoint handles POST /auth/v1/provider/token, in the same way
   * @param jwks the public keys of access tokens
   * @param metadata of the authorization server (RFC 8414)
   * @param registration of clients
   * @param pageTokenKey 32 secret bytes, the same on every node; must not be modified
   */
  @SuppressWarnings("ArrayRecordComponent") // A key, passed on once at start.
  public record Security(
      TokenVerifier verifier,
      TrustedProxies proxies,
      AccessRecorder recorder,
      Handler<RoutingContext> tokenEndpoint,
      Optional<ProviderSignIn> provider,
      Handler<RoutingContext> providerTokenEndpoint,
      Supplier<JsonObject> jwks,
      Supplier<JsonObject> metadata,
      ClientRegistration registration,
      byte[] pageTokenKey) {}

  /**
   * State of the node and the cluster.
   *
   * @param timings registry for the timings of requests
   * @param metrics the text of all metrics
   * @param readiness of the node; must not block
   * @param members the members of the cluster in the format of the API
   */
  public record Probes(
      MeterRegistry timings,
      Supplier<Future<String>> metrics,
      Supplier<Future<Readiness>> readiness,
      Supplier<Future<JsonArray>> members) {}
}
