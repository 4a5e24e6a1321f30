package io.spillway.api.http;

import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.route.Call;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.RefusedException;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.search.ExecutionSearch;
import io.vertx.core.Future;

/** Single executions. */
final class ExecutionsHandler {
  /** Execution ids stay below this, so that a JavaScript number holds them. */
  static final long MAX_ID = (1L << 53) - 1;

  private final AutomationRouter router;
  private final ExecutionSearch executions;

  ExecutionsHandler(ApiDependencies dependencies) {
    this.router = dependencies.router();
    this.executions = dependencies.executions();
  }

  Future<Reply> get(Call call) {
    long id = idOf(call.path("id"));
    return Future.fromCompletionStage(executions.find(id), call.vertx().getOrCreateContext())
        .map(
            found ->
                found
                    .filter(view -> call.caller().scope().includes(view.automationId()))
                    .orElseThrow(() -> unknown(id)))
        .map(ExecutionJson::single);
  }

  Future<Reply> terminate(Call call) {
    long id = idOf(call.path("id"));
    AutomationCommand.MoveExecution terminate =
        new AutomationCommand.MoveExecution(id, ExecutionState.TERMINATE, call.caller().clientId());
    return router
        .automationOf(id)
        .compose(
            automationId ->
                call.caller().scope().includes(automationId)
                    ? router.send(automationId, terminate)
                    : Future.failedFuture(unknown(id)))
        .map(Reply.EMPTY);
  }

  private static RefusedException unknown(long id) {
    return Refusals.notFound("execution " + id + " does not exist");
  }

  private static long idOf(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 16;
    for (int i = 0; i < text.length() && digits; i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    long id = digits ? Long.parseLong(text) : -1;
    if (id < 0 || id > MAX_ID) {
      throw Refusals.invalid(
          "the execution id is "
              + Refusals.quote(text)
              + ", allowed is an integer from 0 to "
              + MAX_ID);
    }
    return id;
  }
}
