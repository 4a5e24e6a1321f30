package io.spillway.api.http.route;

import io.spillway.domain.automation.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Every request comes in here: it is timed, and let through the gate if it means work. */
public final class RequestAdmission implements Handler<RoutingContext> {
  private final RequestGate gate;
  private final RequestTimings timings;
  private final ErrorMapping errors;

  public RequestAdmission(RequestGate gate, RequestTimings timings, ErrorMapping errors) {
    this.gate = gate;
    this.timings = timings;
    this.errors = errors;
  }

  @Override
  public void handle(RoutingContext context) {
    Exchange exchange = new Exchange(context.request(), timings.start());
    exchange.attachTo(context);
    // Other handlers of the router listen for the end too, which the context makes possible.
    context.addEndHandler(end -> over(exchange));
    String path = context.request().path();
    boolean gated = path.startsWith("/api/") || path.startsWith("/auth/");
    if (!gated || letIn(exchange)) {
      context.next();
    }
  }

  /**
   * Begins a request that means work and comes past the router.
   *
   * @return its exchange; unless that {@linkplain Exchange#isAdmitted is admitted}, it is answered
   *     already
   */
  public Exchange begin(HttpServerRequest request) {
    Exchange exchange = new Exchange(request, timings.start());
    // The first is called in any case, also if the connection closes before the answer is sent. The
    // second is called sooner if the connection fails, before that is answered as a fault.
    request
        .response()
        .endHandler(end -> over(exchange))
        .exceptionHandler(failure -> over(exchange));
    letIn(exchange);
    return exchange;
  }

  private boolean letIn(Exchange exchange) {
    long bytes = BodyReader.maxBytesOf(exchange.request());
    if (gate.tryEnter(bytes)) {
      exchange.admitted(bytes);
      return true;
    }
    HttpServerResponse response = exchange.response();
    if (gate.isDraining() && exchange.request().version() != HttpVersion.HTTP_2) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    errors.answer(exchange.request(), refusal().asException(), exchange.operation());
    return false;
  }

  private Refusal refusal() {
    return new Refusal(
        Refusal.Reason.UNAVAILABLE,
        gate.isDraining()
            ? "this node is shutting down, send the request again to another one"
            : "this node works on as many requests as it can, try again");
  }

  private void over(Exchange exchange) {
    if (!exchange.end()) {
      return;
    }
    if (exchange.isAdmitted()) {
      gate.leave(exchange.admittedBytes());
    }
    timings.record(
        exchange, exchange.request().method().name(), exchange.response().getStatusCode());
  }
}
