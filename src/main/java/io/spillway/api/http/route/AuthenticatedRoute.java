package io.spillway.api.http.route;

import io.spillway.api.auth.Caller;
import io.spillway.domain.automation.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The pipeline of one operation: authenticate, authorize, read the body, admit, handle, reply. */
public final class AuthenticatedRoute implements Handler<RoutingContext> {
  private final OperationAccess access;
  private final RequestFields fields;
  private final String operation;
  private final RequestAdmission admission;
  private final Lane lane;
  private final OperationHandler handler;
  private final ErrorMapping errors;
  private final Vertx vertx;

  public AuthenticatedRoute(
      OperationAccess access,
      RequestFields fields,
      RequestAdmission admission,
      Lane lane,
      OperationHandler handler,
      ErrorMapping errors,
      Vertx vertx) {
    this.access = access;
    this.fields = fields;
    this.operation = access.operation();
    this.admission = admission;
    this.lane = lane;
    this.handler = handler;
    this.errors = errors;
    this.vertx = vertx;
  }

  @Override
  public void handle(RoutingContext context) {
    handle(Exchange.of(context), context.pathParams());
  }

  /**
   * Handles a request.
   *
   * @param parameters of the path, percent-decoded
   */
  public void handle(Exchange exchange, Map<String, String> parameters) {
    exchange.matched(operation);
    HttpServerRequest request = exchange.request();
    Future<Caller> caller = invoke(() -> access.callerOf(request));
    Consumer<Caller> next = known -> onCaller(exchange, parameters, known);
    if (caller.isComplete()) {
      then(exchange, caller, next);
      return;
    }
    // Without a handler, body bytes that arrive now would be lost.
    request.pause();
    caller.onComplete(
        done -> {
          then(exchange, caller, next);
          resume(request);
        });
  }

  private void onCaller(Exchange exchange, Map<String, String> parameters, Caller caller) {
    Optional<Refusal> refusal = access.refusal(exchange.request(), caller, parameters);
    if (refusal.isPresent()) {
      errors.respond(exchange.request(), refusal.get().asException(), operation);
      return;
    }
    exchange.calledBy(caller.clientId());
    then(
        exchange,
        invoke(() -> BodyReader.read(exchange, fields.maxBodyBytes())),
        body -> {
          if (admission.enter(exchange, lane, caller.clientId())) {
            onBody(
                exchange, new ApiRequest(exchange, parameters, caller, body, fields.body(), vertx));
          }
        });
  }

  private void onBody(Exchange exchange, ApiRequest request) {
    then(
        exchange,
        invoke(
            () -> {
              fields.requireQuery(request);
              return handler.handle(request);
            }),
        reply -> ReplySender.send(exchange, reply));
  }

  /** Runs a step; an exception becomes a failed future. */
  private static <T> Future<T> invoke(Supplier<Future<T>> step) {
    try {
      return step.get();
    } catch (Throwable e) {
      return Future.failedFuture(e);
    }
  }

  /** Continues when a step is done; a failure is sent as the error response. */
  private <T> void then(Exchange exchange, Future<T> step, Consumer<T> next) {
    if (step.succeeded()) {
      next.accept(step.result());
    } else if (step.failed()) {
      errors.respond(exchange.request(), step.cause(), operation);
    } else {
      step.onComplete(done -> then(exchange, step, next));
    }
  }

  private static void resume(HttpServerRequest request) {
    // An HTTP/2 stream may have been reset in between.
    if (!request.isEnded()) {
      request.resume();
    }
  }
}
