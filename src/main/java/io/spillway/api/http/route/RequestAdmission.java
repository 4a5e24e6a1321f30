package io.spillway.api.http.route;

import io.spillway.domain.automation.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * The first handler of every request: starts its timer and passes API requests through the gate.
 */
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
    // Other handlers of the router register for the end too, which only the context supports.
    context.addEndHandler(end -> onEnd(exchange));
    String path = context.request().path();
    boolean gated = path.startsWith("/api/") || path.startsWith("/auth/");
    if (!gated || admit(exchange)) {
      context.next();
    }
  }

  /**
   * Starts the exchange of an API request that bypasses the router.
   *
   * @return the exchange; if it {@linkplain Exchange#isAdmitted is not admitted}, the error
   *     response is sent already
   */
  public Exchange start(HttpServerRequest request) {
    Exchange exchange = new Exchange(request, timings.start());
    // The end handler is always called, also if the connection closes before the response is sent.
    // The exception handler is called earlier if the connection fails.
    request
        .response()
        .endHandler(end -> onEnd(exchange))
        .exceptionHandler(failure -> onEnd(exchange));
    admit(exchange);
    return exchange;
  }

  private boolean admit(Exchange exchange) {
    long bytes = BodyReader.maxBytesOf(exchange.request());
    if (gate.tryEnter(bytes)) {
      exchange.admitted(bytes);
      return true;
    }
    HttpServerResponse response = exchange.response();
    if (gate.isDraining() && exchange.request().version() != HttpVersion.HTTP_2) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    errors.respond(exchange.request(), refusal().asException(), exchange.operation());
    return false;
  }

  private Refusal refusal() {
    return new Refusal(
        Refusal.Reason.UNAVAILABLE,
        gate.isDraining()
            ? "this node is shutting down, send the request again to another one"
            : "this node has reached its limit of concurrent requests, try again");
  }

  private void onEnd(Exchange exchange) {
    if (!exchange.markEnded()) {
      return;
    }
    if (exchange.isAdmitted()) {
      gate.leave(exchange.admittedBytes());
    }
    timings.record(
        exchange, exchange.request().method().name(), exchange.response().getStatusCode());
  }
}
