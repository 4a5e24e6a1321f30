package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * The pipeline of one public operation: handle, reply. Other spellings of its path, such as {@code
 * //metrics}, are not found: a proxy in front that blocks a path may not know them.
 */
public final class PublicRoute implements Handler<RoutingContext> {
  private final String operation;
  private final String path;
  private final Function<RoutingContext, Future<Reply>> handler;
  private final ErrorMapping errors;

  public PublicRoute(
      String operation,
      String path,
      Function<RoutingContext, Future<Reply>> handler,
      ErrorMapping errors) {
    this.operation = operation;
    this.path = path;
    this.handler = handler;
    this.errors = errors;
  }

  @Override
  public void handle(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    if (!path.equals(context.request().path())) {
      errors.respondWithStatus(context, 404, Exchange.operationOf(context));
      return;
    }
    exchange.matched(operation);
    Future.<Void>succeededFuture()
        .compose(start -> handler.apply(context))
        .onSuccess(reply -> ReplySender.send(exchange, reply))
        .onFailure(failure -> errors.respond(context.request(), failure, operation));
  }
}
