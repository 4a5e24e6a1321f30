package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** The pipeline of one public operation: admit, handle, reply. */
public final class PublicRoute implements Handler<RoutingContext> {
  private final String operation;
  private final RequestAdmission admission;
  private final Function<RoutingContext, Future<Reply>> handler;
  private final ErrorMapping errors;

  public PublicRoute(
      String operation,
      RequestAdmission admission,
      Function<RoutingContext, Future<Reply>> handler,
      ErrorMapping errors) {
    this.operation = operation;
    this.admission = admission;
    this.handler = handler;
    this.errors = errors;
  }

  @Override
  public void handle(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    exchange.matched(operation);
    if (!admission.enter(exchange, Lane.ANONYMOUS, "")) {
      return;
    }
    Future.<Void>succeededFuture()
        .compose(start -> handler.apply(context))
        .onSuccess(reply -> ReplySender.send(exchange, reply))
        .onFailure(failure -> errors.respond(context.request(), failure, operation));
  }
}
