package io.spillway.api.http;

import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepResult;
import io.spillway.engine.search.ExecutionSearch;
import io.spillway.engine.search.ExecutionView;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepDefinitions;
import io.spillway.store.Store;
import io.vertx.core.Future;
import java.util.List;

/** Shows how an execution went through its steps. */
final class StepsHandler {
  /** An output is in memory as read, as text, and in the response, which grows by doubling. */
  private static final int COPIES = 4;

  private final ExecutionSearch executions;
  private final Store store;

  StepsHandler(ApiDependencies dependencies) {
    this.executions = dependencies.executions();
    this.store = dependencies.store();
  }

  Future<Reply> list(ApiRequest request) {
    long id = ExecutionsHandler.idOf(request.path("id"));
    return request.inTurn(
        () ->
            Future.fromCompletionStage(executions.find(id), request.vertx().getOrCreateContext())
                .compose(
                    found ->
                        found
                            .filter(view -> request.caller().scope().includes(view.automationId()))
                            .map(
                                view ->
                                    BlockingReads.read(request.vertx(), () -> read(request, view)))
                            .orElseGet(() -> Future.failedFuture(ExecutionsHandler.unknown(id)))));
  }

  private Reply read(ApiRequest request, ExecutionView execution) {
    List<Step> steps = stepsOf(execution);
    List<StepResult> results = steps.isEmpty() ? List.of() : resultsOf(execution);
    request.hold(COPIES * results.stream().mapToLong(result -> result.output().length).sum());
    return StepsJson.reply(StepTimeline.of(steps, execution.status(), results));
  }

  /** The steps of the version that it started with. */
  private List<Step> stepsOf(ExecutionView execution) {
    int version = execution.fact().automationVersion();
    return store.automations().versions(execution.automationId(), version + 1, 1).stream()
        .filter(found -> found.number() == version)
        .findFirst()
        .map(found -> StepDefinitions.parse(found.document().steps()))
        .orElse(List.of());
  }

  private List<StepResult> resultsOf(ExecutionView execution) {
    long id = execution.status().executionId();
    Slots slot = Slots.of(List.of(ExecutionIds.slotOf(id)));
    return store.steps().results(ExecutionIds.segmentOf(id), slot).stream()
        .filter(result -> result.executionId() == id)
        .toList();
  }
}
