package io.spillway.api.http.route;

import io.spillway.domain.automation.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * The first handler of every request: starts its timer, and refuses API requests once the node
 * drains. Later, when a request has arrived, passes it through the gate.
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
    Exchange exchange = new Exchange(context.request(), timings.start(), gate);
    exchange.attachTo(context);
    // Other handlers of the router register for the end too, which only the context supports.
    context.addEndHandler(end -> onEnd(exchange));
    if (isBegun(exchange)) {
      context.next();
    }
  }

  /**
   * Starts the exchange of an API request that bypasses the router.
   *
   * @return the exchange; if it {@linkplain Exchange#isEnded has ended}, the error response is sent
   *     already
   */
  public Exchange start(HttpServerRequest request) {
    Exchange exchange = new Exchange(request, timings.start(), gate);
    // The end handler is always called, also if the connection closes before the response is sent.
    // The exception handler is called earlier if the connection fails.
    request
        .response()
        .endHandler(end -> onEnd(exchange))
        .exceptionHandler(failure -> onEnd(exchange));
    isBegun(exchange);
    return exchange;
  }

  /** Whether the request is begun; otherwise the error response is sent. */
  private boolean isBegun(Exchange exchange) {
    if (!isGated(exchange)) {
      return true;
    }
    if (gate.tryBegin()) {
      exchange.atEnd(gate::end);
      return true;
    }
    refuse(exchange);
    return false;
  }

  private static boolean isGated(Exchange exchange) {
    String path = exchange.request().path();
    return path.startsWith("/api/") || path.startsWith("/auth/");
  }

  /**
   * Admits a request that has arrived whole, unless it is for a page, which is never refused.
   *
   * @param client id of the caller, if there is one
   * @return whether it is admitted; otherwise the error response is sent, or its client has left
   */
  public boolean enter(Exchange exchange, Lane lane, String client) {
    if (exchange.isEnded()) {
      return false;
    }
    if (!isGated(exchange)) {
      return true;
    }
    if (gate.tryEnter(lane, client)) {
      exchange.atEnd(() -> gate.leave(lane, client));
      return true;
    }
    refuse(exchange);
    return false;
  }

  private void refuse(Exchange exchange) {
    HttpServerResponse response = exchange.response();
    if (gate.isDraining() && exchange.request().version() != HttpVersion.HTTP_2) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    errors.respond(exchange.request(), refusal().asException(), exchange.operation());
  }

  private Refusal refusal() {
    return new Refusal(
        Refusal.Reason.UNAVAILABLE,
        gate.isDraining()
            ? "this node is shutting down, send the request again to another one"
            : "this node has reached its limit of concurrent requests, try again");
  }

  private void onEnd(Exchange exchange) {
    if (exchange.markEnded()) {
      timings.record(
          exchange, exchange.request().method().name(), exchange.response().getStatusCode());
    }
  }
}
