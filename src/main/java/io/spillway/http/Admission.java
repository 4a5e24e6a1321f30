package io.spillway.http;

import io.spillway.automation.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Every request comes in here: it is timed, and let through the gate if it means work. */
final class Admission implements Handler<RoutingContext> {
  private final RequestGate gate;
  private final RequestTimings timings;
  private final ErrorMapping errors;

  Admission(RequestGate gate, RequestTimings timings, ErrorMapping errors) {
    this.gate = gate;
    this.timings = timings;
    this.errors = errors;
  }

  @Override
  public void handle(RoutingContext context) {
    Exchange exchange = new Exchange(timings.start());
    exchange.attachTo(context);
    String path = context.request().path();
    boolean gated = path.startsWith("/api/") || path.startsWith("/auth/");
    long bytes = gated ? BodyReader.mostBytesOf(context.request()) : 0;
    if (!gated) {
      context.addEndHandler(end -> record(context, exchange));
      context.next();
    } else if (gate.tryEnter(bytes)) {
      context.addEndHandler(
          end -> {
            gate.leave(bytes);
            record(context, exchange);
          });
      context.next();
    } else {
      context.addEndHandler(end -> record(context, exchange));
      if (gate.isDraining() && context.request().version() != HttpVersion.HTTP_2) {
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
      }
      errors.answer(context, refusal().asException(), exchange.operation());
    }
  }

  private Refusal refusal() {
    return new Refusal(
        Refusal.Reason.UNAVAILABLE,
        gate.isDraining()
            ? "this node is shutting down, send the request again to another one"
            : "this node works on as many requests as it can, try again");
  }

  private void record(RoutingContext context, Exchange exchange) {
    timings.record(exchange, context.request().method().name(), context.response().getStatusCode());
  }
}
