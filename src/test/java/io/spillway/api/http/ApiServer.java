package io.spillway.api.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.api.auth.AccessRecorder;
import io.spillway.api.auth.AutomationScope;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.MemoryAuditLog;
import io.spillway.api.auth.Role;
import io.spillway.api.auth.TestRegistration;
import io.spillway.api.auth.TrustedProxies;
import io.spillway.api.auth.UnauthenticatedException;
import io.spillway.api.http.route.ApiContract;
import io.spillway.api.http.route.RequestGate;
import io.spillway.api.http.server.ConnectionLimit;
import io.spillway.api.http.server.HttpServerVerticle;
import io.spillway.api.http.server.HttpSettings;
import io.spillway.api.http.server.TlsFiles;
import io.spillway.contract.CheckedHttpClient;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookFormat;
import io.spillway.engine.job.JobIndex;
import io.spillway.engine.job.JobPolls;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.step.CelExpressions;
import io.spillway.engine.step.EvaluateExpressionsKind;
import io.spillway.engine.step.StepChecks;
import io.spillway.engine.step.StepKinds;
import io.spillway.engine.step.WaitForDurationKind;
import io.spillway.engine.webhook.EgressPolicy;
import io.spillway.engine.webhook.SecretSealer;
import io.spillway.engine.webhook.WebhookSettings;
import io.spillway.engine.webhook.Webhooks;
import io.spillway.engine.worker.JobPeers;
import io.spillway.engine.worker.JobService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real server on a free port, with fake dependencies. A token is the name of a role, or a role
 * with a scope: {@code admin:a1,a2}. Every response is checked against the document.
 *
 * <p>As an extension in a static field it is shared by all tests of a class; the fakes are reset
 * for each.
 */
final class ApiServer implements AutoCloseable, BeforeEachCallback, AfterAllCallback {
  private static final Clock CLOCK = Clock.fixed(FakeRouter.NOW, ZoneOffset.UTC);

  final Vertx vertx = Vertx.vertx();
  final FakeStore store = new FakeStore();
  final FakeRouter router = new FakeRouter(store);
  final JobIndex jobIndex = new JobIndex();
  final JobService jobs =
      new JobService(vertx, router, jobIndex, new JobPolls(CLOCK), JobPeers.NONE);
  final FakeExecutions executions = new FakeExecutions();
  final FakePausedExecutions paused = new FakePausedExecutions(executions);
  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final SecretSealer sealer = SecretSealer.of(SecretSealer.newKeySet());
  final List<String> callbacks = new CopyOnWriteArrayList<>();
  final Webhooks webhooks;
  final RequestGate gate;
  final ApiContract contract;
  final HttpApi api;
  volatile Supplier<Future<Void>> beforeVerifying = Future::succeededFuture;
  volatile JsonArray members = new JsonArray();
  volatile Readiness readiness = new Readiness(true, Map.of("store", "UP"));
  private final HttpClient client = new CheckedHttpClient();
  final MemoryAuditLog audit = new MemoryAuditLog();
  final AccessRecorder recorder;
  private final TrustedProxies proxies;
  private final int port;
  private OptionalInt tlsPort = OptionalInt.empty();

  ApiServer() {
    this(10_000);
  }

  ApiServer(int maxInFlight) {
    this(maxInFlight, new HttpSettings("127.0.0.1", 0), 10_000, TrustedProxies.NONE);
  }

  ApiServer(HttpSettings settings, TrustedProxies proxies) {
    this(10_000, settings, 10_000, proxies);
  }

  ApiServer(TrustedProxies proxies) {
    this(10_000, new HttpSettings("127.0.0.1", 0), 10_000, proxies);
  }

  ApiServer(HttpSettings settings, int mostConnections) {
    this(10_000, settings, mostConnections, TrustedProxies.NONE);
  }

  private ApiServer(
      int maxInFlight, HttpSettings settings, int mostConnections, TrustedProxies proxies) {
    this.proxies = proxies;
    recorder = new AccessRecorder(audit, proxies, CLOCK);
    webhooks =
        await(
            Webhooks.open(
                vertx,
                store,
                sealer,
                new WebhookSettings(
                    "http://spillway.example",
                    EgressPolicy.of(List.of("127.0.0.1/32")),
                    Optional.empty(),
                    new HttpClientOptions()),
                (executionId, step, run, output) ->
                    Future.succeededFuture(
                        callbacks.add(
                                executionId
                                    + " "
                                    + step
                                    + " "
                                    + run
                                    + new String(output, StandardCharsets.UTF_8))
                            && executionId == 1),
                CLOCK));
    contract = await(ApiContract.load(vertx));
    gate = new RequestGate(maxInFlight, 256L << 20);
    api =
        new HttpApi(
            contract,
            dependencies(),
            gate,
            new ProgressFeed(vertx.eventBus(), Duration.ofSeconds(15)));
    HttpServerVerticle server =
        new HttpServerVerticle(
            contract,
            dependencies(),
            gate,
            settings,
            List.of(),
            new ConnectionLimit(mostConnections));
    await(vertx.deployVerticle(server));
    port = server.port();
    reset();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    reset();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Resets the fakes, except for the automation {@code a1}. */
  void reset() {
    store.clear();
    executions.executions.clear();
    executions.queries.clear();
    callbacks.clear();
    store.webhooks.webhooks.put("w1", webhook("http://127.0.0.1:1/hook"));
    paused.filters.clear();
    paused.summary = FakePausedExecutions.none();
    beforeVerifying = Future::succeededFuture;
    router.commands.clear();
    router.counts.clear();
    router.failure = Optional.empty();
    router.running = Optional.empty();
    router.before = (id, command) -> Future.succeededFuture();
    router.leasing = (id, command) -> LeasedSteps.NONE;
    router.reporting = command -> ReportedStep.ACCEPTED;
    jobIndex.remove("a1");
    store.put(automation("a1", Instant.parse("2026-01-01T00:00:00Z")));
  }

  /** The webhook {@code w1} in the format STANDARD. */
  Webhook webhook(String url) {
    return new Webhook(
        "w1",
        "Tickets",
        "",
        new Webhook.Target(url, "POST", WebhookFormat.STANDARD),
        Webhook.Limits.DEFAULT,
        new Webhook.Secrets(
            Map.of("X-Key", sealer.seal("hidden", "webhook w1 header X-Key")),
            sealer.seal("whsec_AAAA", "webhook w1 signing"),
            "",
            Optional.empty()),
        new Webhook.Times(FakeRouter.NOW, FakeRouter.NOW, Optional.empty(), Optional.empty()),
        0);
  }

  static Automation automation(String id, Instant createdAt) {
    return new Automation(
        id,
        new Automation.Profile("Name of " + id, "", ""),
        true,
        false,
        new Automation.Document("[]", "[]", "[{\"userCreated\":{}}]", "[]", "{\"k\":1}"),
        Map.of("team", "red"),
        BreakerLimit.OFF,
        RunnerSettings.EXTERNAL,
        3,
        createdAt,
        Optional.empty());
  }

  /** Sends a request as an admin. */
  HttpResponse<String> send(String method, String path, String body) {
    return send(request(method, path, body).header("Authorization", "Bearer admin"));
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, "");
  }

  HttpResponse<String> post(String path, String body) {
    return send("POST", path, body);
  }

  /** A request without credentials; a body is sent as JSON. */
  HttpRequest.Builder request(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return body.isEmpty() ? request : request.header("Content-Type", "application/json");
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  HttpClient client() {
    return client;
  }

  int port() {
    return port;
  }

  /** The port of the same server over TLS with HTTP/2. */
  int tlsPort() {
    if (tlsPort.isEmpty()) {
      try {
        Path directory = Files.createTempDirectory("spillway-tls");
        TlsFiles files = KeyPairFiles.make(directory, "localhost", "EC").writeTo(directory);
        HttpSettings settings =
            new HttpSettings("127.0.0.1", 0, Optional.of(files), Set.of(), Duration.ofSeconds(30));
        HttpServerVerticle server =
            new HttpServerVerticle(
                contract, dependencies(), gate, settings, List.of(), new ConnectionLimit(100));
        await(vertx.deployVerticle(server));
        tlsPort = OptionalInt.of(server.port());
      } catch (Exception e) {
        throw new IllegalStateException("no TLS", e);
      }
    }
    return tlsPort.getAsInt();
  }

  /** A builder for HTTP/2 clients of {@link #tlsPort}. */
  static HttpClientOptions http2() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setSsl(true)
        .setUseAlpn(true)
        .setTrustAll(true)
        .setVerifyHost(false);
  }

  static JsonObject json(HttpResponse<String> response) {
    return new JsonObject(response.body());
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("not completed", e);
    }
  }

  private static StepChecks stepChecks() {
    CelExpressions expressions = new CelExpressions();
    return new StepChecks(
        expressions,
        new StepKinds(
            List.of(new WaitForDurationKind(CLOCK), new EvaluateExpressionsKind(expressions))));
  }

  private ApiDependencies dependencies() {
    return new ApiDependencies(
        router,
        executions,
        paused,
        new Summaries(paused),
        webhooks,
        store,
        stepChecks(),
        new ApiDependencies.Security(
            token -> beforeVerifying.get().compose(now -> verify(token)),
            proxies,
            recorder,
            ApiServer::answerTokenRequest,
            Optional.of(new FixedSignIn()),
            ApiServer::answerTokenRequest,
            () -> new JsonObject().put("keys", new JsonArray()),
            ApiServer::metadata,
            TestRegistration.on(vertx, store.identity, CLOCK),
            new byte[32]),
        new ApiDependencies.Probes(
            metrics,
            () -> Future.succeededFuture(metrics.scrape()),
            () -> Future.succeededFuture(readiness),
            () -> Future.succeededFuture(members)),
        jobs,
        CLOCK);
  }

  private static JsonObject metadata() {
    return new JsonObject()
        .put("issuer", "http://localhost")
        .put("token_endpoint", "http://localhost/auth/v1/token")
        .put("jwks_uri", "http://localhost/.well-known/jwks.json")
        .put("response_types_supported", new JsonArray());
  }

  private static void answerTokenRequest(RoutingContext context) {
    JsonObject answer =
        context.failed()
            ? new JsonObject().put("error", "invalid_request")
            : new JsonObject()
                .put("access_token", context.request().getFormAttribute("client_id"))
                .put("token_type", "Bearer")
                .put("expires_in", 3600);
    context
        .response()
        .setStatusCode(context.failed() ? context.statusCode() : 200)
        .putHeader("Content-Type", "application/json")
        .end(answer.toBuffer());
  }

  private static Future<Caller> verify(String token) {
    List<String> words = List.of(token.split(":", -1));
    AutomationScope scope =
        new AutomationScope(words.size() == 2 ? Set.of(words.get(1).split(",", -1)) : Set.of());
    for (Role role : Role.values()) {
      if (role.wireName().equals(words.get(0))) {
        return Future.succeededFuture(new Caller("client-" + token, token, role, scope));
      }
    }
    return Future.failedFuture(
        new UnauthenticatedException(
            UnauthenticatedException.Why.INVALID_TOKEN, "the access token is not valid"));
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
