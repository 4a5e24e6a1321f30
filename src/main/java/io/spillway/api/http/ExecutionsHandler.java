package io.spillway.api.http;

import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.RefusedException;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.actor.Ack;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.search.ExecutionSearch;
import io.vertx.core.Future;

/** Operations on one execution: get, terminate, retry. */
final class ExecutionsHandler {
  /** Maximum execution id: the largest integer that JavaScript represents exactly. */
  static final long MAX_ID = (1L << 53) - 1;

  private final AutomationRouter router;
  private final ExecutionSearch executions;

  ExecutionsHandler(ApiDependencies dependencies) {
    this.router = dependencies.router();
    this.executions = dependencies.executions();
  }

  Future<Reply> get(ApiRequest request) {
    long id = idOf(request.path("id"));
    return request.inTurn(
        () ->
            PageReplies.replyOfOne(
                request,
                executions.find(id),
                found ->
                    found
                        .filter(view -> request.caller().scope().includes(view.automationId()))
                        .map(ExecutionJson::single)
                        .orElseThrow(() -> unknown(id))));
  }

  Future<Reply> terminate(ApiRequest request) {
    long id = idOf(request.path("id"));
    return send(
        request,
        id,
        new AutomationCommand.MoveExecution(
            id, ExecutionState.TERMINATE, request.caller().clientId()));
  }

  Future<Reply> retry(ApiRequest request) {
    long id = idOf(request.path("id"));
    return send(request, id, new AutomationCommand.RetryExecution(id, request.caller().clientId()));
  }

  private Future<Reply> send(ApiRequest request, long id, AutomationCommand<Ack> command) {
    return router
        .automationOf(id)
        .compose(
            automationId ->
                request.caller().scope().includes(automationId)
                    ? router.send(automationId, command)
                    : Future.failedFuture(unknown(id)))
        .map(Reply.EMPTY);
  }

  static RefusedException unknown(long id) {
    return Refusals.notFound("execution " + id + " does not exist");
  }

  static long idOf(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 16;
    for (int i = 0; i < text.length() && digits; i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    long id = digits ? Long.parseLong(text) : -1;
    if (id < 0 || id > MAX_ID) {
      throw Refusals.mustBe(
          "the execution id", Refusals.quote(text), "an integer from 0 to " + MAX_ID);
    }
    return id;
  }
}
