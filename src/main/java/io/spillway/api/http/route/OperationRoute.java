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

/** The way of a request through one operation that asks who calls. */
public final class OperationRoute implements Handler<RoutingContext> {
  private final Access access;
  private final String operation;
  private final BearerAuthentication authentication;
  private final OperationHandler handler;
  private final ErrorMapping errors;
  private final Vertx vertx;

  public OperationRoute(
      Access access,
      BearerAuthentication authentication,
      OperationHandler handler,
      ErrorMapping errors,
      Vertx vertx) {
    this.access = access;
    this.operation = access.operation();
    this.authentication = authentication;
    this.handler = handler;
    this.errors = errors;
    this.vertx = vertx;
  }

  @Override
  public void handle(RoutingContext context) {
    handle(Exchange.of(context), context.pathParams());
  }

  /**
   * Answers a request that was let in.
   *
   * @param parameters of the path, percent-decoded
   */
  public void handle(Exchange exchange, Map<String, String> parameters) {
    exchange.matched(operation);
    HttpServerRequest request = exchange.request();
    Future<Caller> caller = begin(() -> authentication.callerOf(request));
    Consumer<Caller> next = known -> onCaller(exchange, parameters, known);
    if (caller.isComplete()) {
      then(exchange, caller, next);
      return;
    }
    // What arrives while nobody listens would be lost.
    request.pause();
    caller.onComplete(
        done -> {
          then(exchange, caller, next);
          resume(request);
        });
  }

  private void onCaller(Exchange exchange, Map<String, String> parameters, Caller caller) {
    Optional<Refusal> refusal = access.refusal(caller, parameters);
    if (refusal.isPresent()) {
      errors.answer(exchange.request(), refusal.get().asException(), operation);
      return;
    }
    then(
        exchange,
        begin(() -> BodyReader.read(exchange.request())),
        body -> onCall(exchange, new Call(exchange.request(), parameters, caller, body, vertx)));
  }

  private void onCall(Exchange exchange, Call call) {
    then(exchange, begin(() -> handler.handle(call)), reply -> Replies.send(exchange, reply));
  }

  /** Begins a step; what it throws is a failure like any other. */
  private static <T> Future<T> begin(Supplier<Future<T>> step) {
    try {
      return step.get();
    } catch (Throwable e) {
      return Future.failedFuture(e);
    }
  }

  /** Goes on when a step is done; its failure is the answer. */
  private <T> void then(Exchange exchange, Future<T> step, Consumer<T> next) {
    if (step.succeeded()) {
      next.accept(step.result());
    } else if (step.failed()) {
      errors.answer(exchange.request(), step.cause(), operation);
    } else {
      step.onComplete(done -> then(exchange, step, next));
    }
  }

  private static void resume(HttpServerRequest request) {
    // A stream of HTTP/2 may have been reset meanwhile.
    if (!request.isEnded()) {
      request.resume();
    }
  }
}
