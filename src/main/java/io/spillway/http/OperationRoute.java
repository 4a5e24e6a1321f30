package io.spillway.http;

import io.spillway.auth.Caller;
import io.spillway.auth.Role;
import io.spillway.automation.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** The way of a request through one operation that asks who calls. */
final class OperationRoute implements Handler<RoutingContext> {
  private final String operation;
  private final Role required;
  private final BearerAuthentication authentication;
  private final OperationHandler handler;
  private final ErrorMapping errors;

  OperationRoute(
      String operation,
      Role required,
      BearerAuthentication authentication,
      OperationHandler handler,
      ErrorMapping errors) {
    this.operation = operation;
    this.required = required;
    this.authentication = authentication;
    this.handler = handler;
    this.errors = errors;
  }

  @Override
  public void handle(RoutingContext context) {
    Exchange.of(context).matched(operation);
    HttpServerRequest request = context.request();
    Future<Caller> caller = authentication.callerOf(request);
    boolean paused = !caller.isComplete();
    if (paused) {
      // What arrives while nobody listens would be lost.
      request.pause();
    }
    caller
        .compose(known -> call(context, known, paused))
        .onSuccess(reply -> Replies.send(context, reply))
        .onFailure(
            failure -> {
              resumeIf(paused, request);
              errors.answer(context, failure, operation);
            });
  }

  private Future<Reply> call(RoutingContext context, Caller caller, boolean paused) {
    if (!caller.role().includes(required)) {
      return Future.failedFuture(denied(caller).asException());
    }
    Future<byte[]> body = BodyReader.read(context.request());
    resumeIf(paused, context.request());
    return body.compose(bytes -> handler.handle(new Call(context, caller, bytes)));
  }

  private static void resumeIf(boolean paused, HttpServerRequest request) {
    if (paused) {
      request.resume();
    }
  }

  private Refusal denied(Caller caller) {
    return new Refusal(
        Refusal.Reason.PERMISSION_DENIED,
        operation
            + " needs the role "
            + required.wireName()
            + ", the caller has the role "
            + caller.role().wireName());
  }
}
