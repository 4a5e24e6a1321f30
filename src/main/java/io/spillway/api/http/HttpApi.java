package io.spillway.api.http;

import io.spillway.api.auth.FailedTokenLimit;
import io.spillway.api.auth.TokenEndpoint;
import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.route.AccessRule;
import io.spillway.api.http.route.ApiContract;
import io.spillway.api.http.route.AuthenticatedRoute;
import io.spillway.api.http.route.BearerAuthentication;
import io.spillway.api.http.route.ErrorMapping;
import io.spillway.api.http.route.Exchange;
import io.spillway.api.http.route.Lane;
import io.spillway.api.http.route.MemoryBudget;
import io.spillway.api.http.route.Mount;
import io.spillway.api.http.route.OperationAccess;
import io.spillway.api.http.route.OperationHandler;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.PublicRoute;
import io.spillway.api.http.route.Reply;
import io.spillway.api.http.route.RequestAdmission;
import io.spillway.api.http.route.RequestGate;
import io.spillway.api.http.route.RequestTimings;
import io.spillway.api.http.route.ResponseBodies;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Builds the routes: binds every operation of the OpenAPI document to its handler. */
public final class HttpApi {
  private static final String BUSIEST_OPERATION = "executeAutomation";
  private static final Set<String> DECISIONS =
      Set.of("resolvePausedExecutions", "clearCircuitBreaker");
  private static final String POLL = "activateJobs";
  private static final List<Integer> ROUTER_STATUSES = List.of(400, 404, 405, 406, 413, 415, 500);

  private static final String ROOT = "/";

  /** A segment of a path that normalization would remove. */
  private static final Pattern EMPTY_OR_DOTS =
      Pattern.compile("/(?:\\.|%2e){0,2}(?=/|$)", Pattern.CASE_INSENSITIVE);

  private final ApiContract contract;
  private final ApiDependencies dependencies;
  private final RequestGate gate;
  private final BearerAuthentication authentication;
  private final ErrorMapping errors = new ErrorMapping();
  private final Map<String, OperationHandler> operations;
  private final Map<String, Function<RoutingContext, Future<Reply>>> publicOperations;
  private final Map<String, Handler<RoutingContext>> tokenEndpoints;

  public HttpApi(
      ApiContract contract, ApiDependencies dependencies, RequestGate gate, ProgressFeed progress) {
    this.contract = contract;
    this.dependencies = dependencies;
    this.gate = gate;
    gate.addDrainHandler(dependencies.jobs()::close);
    this.authentication =
        new BearerAuthentication(
            dependencies.security().verifier(),
            new FailedTokenLimit(dependencies.clock()),
            dependencies.security().proxies());
    this.operations = new OperationHandlers(contract, dependencies, gate, progress).byId();
    this.publicOperations = new HashMap<>(new ServerInfoHandler(contract, dependencies).byId());
    WebhooksHandler webhooks =
        new WebhooksHandler(dependencies, new PageTokens(dependencies.security().pageTokenKey()));
    publicOperations.put("receiveWebhookCallback", webhooks::callback);
    publicOperations.put("getWebhookJwks", context -> webhooks.jwks());
    publicOperations.putAll(new SignInHandler(dependencies.security().provider()).byId());
    this.tokenEndpoints =
        Map.of(
            "issueToken", dependencies.security().tokenEndpoint(),
            "exchangeProviderCode", dependencies.security().providerTokenEndpoint());
  }

  /** The operations that have a handler. */
  Set<String> operationIds() {
    Set<String> ids = new TreeSet<>(operations.keySet());
    ids.addAll(publicOperations.keySet());
    ids.addAll(tokenEndpoints.keySet());
    return ids;
  }

  /** The handler of all requests: the operations of the document and the mounts. */
  public Handler<HttpServerRequest> handler(Vertx vertx, List<Mount> mounts) {
    RequestAdmission admission =
        new RequestAdmission(gate, new RequestTimings(dependencies.probes().timings()), errors);
    RouterBuilder builder = RouterBuilder.create(vertx, contract.contract());
    builder.rootHandler(admission).rootHandler(this::refuseOtherSpellings);
    for (OpenAPIRoute route : builder.getRoutes()) {
      // Bodies follow the proto3 mapping, which a schema cannot validate: see JsonDecoder.
      route.setDoValidation(false).setDoSecurity(false);
      handlersOf(route, vertx, admission).forEach(route::addHandler);
    }
    Router router = builder.createRouter();
    DocsPage.addTo(router);
    mounts.forEach(mount -> mount.addTo(router));
    router.getRoutes().forEach(HttpApi::answerHeadAsGet);
    router.getRoutes().forEach(HttpApi::matchPathsAsSent);
    for (int status : ROUTER_STATUSES) {
      router.errorHandler(status, context -> onRouterFailure(context, status, mounts));
    }
    Operation busiest = builder.getRoute(BUSIEST_OPERATION).getOperation();
    return new TriggerRoute(
        busiest.getAbsoluteOpenAPIPath(),
        admission,
        operationRoute(busiest, vertx, admission),
        router);
  }

  /** {@link ResponseBodies} omits the body. */
  private static void answerHeadAsGet(Route route) {
    Set<HttpMethod> methods = route.methods();
    if (methods != null && methods.contains(HttpMethod.GET)) {
      route.method(HttpMethod.HEAD);
    }
  }

  /**
   * Other spellings of a path, such as {@code //metrics}, are not found: a proxy in front that
   * blocks a path may not know them.
   */
  private static void matchPathsAsSent(Route route) {
    route.useNormalizedPath(false);
  }

  /** Routes would match a slash at the end as well, and a parameter a dot. */
  private void refuseOtherSpellings(RoutingContext context) {
    String path = context.request().path();
    if (EMPTY_OR_DOTS.matcher(path).find() && !path.equals(ROOT)) {
      errors.respondWithStatus(context, 404, Exchange.operationOf(context));
    } else {
      context.next();
    }
  }

  private List<Handler<RoutingContext>> handlersOf(
      OpenAPIRoute route, Vertx vertx, RequestAdmission admission) {
    String id = route.getOperation().getOperationId();
    Handler<RoutingContext> tokenEndpoint = tokenEndpoints.get(id);
    if (tokenEndpoint != null) {
      route.addFailureHandler(tokenEndpoint);
      Handler<RoutingContext> form = TokenEndpoint.form();
      return List.of(
          context -> {
            Exchange.of(context).matched(id);
            readForm(context, form);
          },
          context -> {
            if (admission.enter(Exchange.of(context), Lane.ANONYMOUS, "")) {
              tokenEndpoint.handle(context);
            }
          });
    }
    Function<RoutingContext, Future<Reply>> publicOperation = publicOperations.get(id);
    if (publicOperation != null) {
      return List.of(new PublicRoute(id, admission, publicOperation, errors));
    }
    return List.of(operationRoute(route.getOperation(), vertx, admission));
  }

  /** Forms have a budget of their own: anybody may begin to send one. */
  private void readForm(RoutingContext context, Handler<RoutingContext> form) {
    long bytes = TokenEndpoint.memoryOf(context.request());
    MemoryBudget memory = gate.anonymousMemory();
    if (!memory.tryTake("", bytes)) {
      errors.respond(context.request(), Refusals.overloaded(), Exchange.operationOf(context));
      return;
    }
    context.addEndHandler(end -> memory.give("", bytes));
    form.handle(context);
  }

  private AuthenticatedRoute operationRoute(
      Operation operation, Vertx vertx, RequestAdmission admission) {
    String id = operation.getOperationId();
    OperationHandler handler = operations.get(id);
    Optional<AccessRule> access = ApiContract.access(operation);
    if (handler == null || access.isEmpty()) {
      throw new IllegalStateException("operation " + id + " has no handler or no required role");
    }
    return new AuthenticatedRoute(
        new OperationAccess(access.get(), authentication, dependencies.security().recorder()),
        ApiContract.fields(operation),
        admission,
        laneOf(id),
        handler,
        errors,
        vertx);
  }

  private static Lane laneOf(String operation) {
    if (operation.equals(POLL)) {
      return Lane.POLL;
    }
    return DECISIONS.contains(operation) ? Lane.DECISION : Lane.OTHER;
  }

  private void onRouterFailure(RoutingContext context, int status, List<Mount> mounts) {
    if (status == 404 && mounts.stream().anyMatch(mount -> mount.respondToUnknown(context))) {
      return;
    }
    if (status == 405) {
      String allowed = contract.allowedAt(context.request().path());
      context.response().putHeader(HttpHeaders.ALLOW, allowed.isEmpty() ? Mount.METHODS : allowed);
    }
    errors.respondWithStatus(context, status, Exchange.operationOf(context));
  }
}
