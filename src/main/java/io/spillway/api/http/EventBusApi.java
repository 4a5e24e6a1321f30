package io.spillway.api.http;

import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonDecoder;
import io.spillway.api.http.json.KnownFields;
import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.json.TriggerContext;
import io.spillway.api.http.route.ErrorMapping;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.event.EventBusAddresses;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * The API on the event bus, for services inside the cluster: the bodies of the HTTP API, each with
 * the id of its automation, and addresses for the workers that run executions. Each request needs
 * the role that it needs over HTTP, and acts in the name of its caller.
 *
 * <p>A failure is a {@link io.vertx.core.eventbus.ReplyException} whose code is the HTTP status and
 * whose message is the error object.
 */
public final class EventBusApi extends VerticleBase {
  /** A field that it does not know might narrow the decision. */
  private static final KnownFields RESOLVE_FIELDS =
      KnownFields.of(List.of("automationId", "decision", "reason"), true);

  private final AutomationRouter router;
  private final BusCallers callers;
  private final JobsOnBus jobs;
  private final ErrorMapping errors = new ErrorMapping();

  /**
   * @param router sends commands to automations
   * @param callers tells in whose name a request is made
   * @param jobs the operations of workers
   */
  public EventBusApi(AutomationRouter router, BusCallers callers, JobsOnBus jobs) {
    this.router = router;
    this.callers = callers;
    this.jobs = jobs;
  }

  /** What a request asks for. */
  @FunctionalInterface
  private interface Operation {
    Future<JsonObject> carryOut(Caller caller, byte[] body);
  }

  /** What a request asks of one automation. */
  @FunctionalInterface
  private interface AutomationOperation {
    Future<JsonObject> carryOut(Caller caller, String automationId, byte[] body);
  }

  @Override
  public Future<?> start() {
    return Future.all(
        List.of(
            serve(EventBusAddresses.EXECUTE, Role.OPERATOR, ofAutomation(this::execute)),
            serve(EventBusAddresses.RESOLVE_PAUSED, Role.ADMIN, ofAutomation(this::resolvePaused)),
            serve(EventBusAddresses.CLEAR, Role.ADMIN, ofAutomation(this::clear)),
            serve(EventBusAddresses.MOVE, Role.OPERATOR, this::move),
            serve(EventBusAddresses.JOBS_ACTIVATE, Role.WORKER, jobs::activate),
            serve(EventBusAddresses.JOBS_REPORT, Role.WORKER, jobs::report)));
  }

  private Future<Void> serve(String address, Role required, Operation operation) {
    return vertx
        .eventBus()
        .<Object>consumer(address, request -> answer(request, required, operation))
        .completion();
  }

  private void answer(Message<Object> request, Role required, Operation operation) {
    Future.succeededFuture(request)
        .map(EventBusApi::bodyOf)
        .compose(
            body ->
                callers
                    .callerOf(request, body)
                    .compose(
                        caller -> operation.carryOut(allowed(caller, required), body.getBytes())))
        .onSuccess(request::reply)
        .onFailure(failure -> errors.respond(request, failure));
  }

  /** The bytes of the body: those of its text if it is a JsonObject. */
  private static Buffer bodyOf(Message<Object> request) {
    if (request.body() instanceof JsonObject body) {
      return body.toBuffer();
    }
    if (request.body() instanceof Buffer body) {
      return body;
    }
    throw Refusals.invalid(
        "the body is of another type, must be a JsonObject, or a Buffer of JSON");
  }

  private static Caller allowed(Caller caller, Role required) {
    if (!caller.role().includes(required)) {
      throw new Refusal(
              Refusal.Reason.PERMISSION_DENIED,
              "client %s has the role %s, needs the role %s"
                  .formatted(caller.clientId(), caller.role().wireName(), required.wireName()))
          .asException();
    }
    return caller;
  }

  private static Operation ofAutomation(AutomationOperation operation) {
    return (caller, body) ->
        operation.carryOut(caller, withinScope(caller, automationId(body)), body);
  }

  /** An automation outside the scope of the caller does not exist for it. */
  private static String withinScope(Caller caller, String automationId) {
    if (!caller.scope().includes(automationId)) {
      throw Automation.unknown(automationId).asException();
    }
    return automationId;
  }

  private static String automationId(byte[] body) {
    String automationId = Fields.of(JsonDecoder.decode(body)).text("automationId");
    if (automationId.isEmpty()) {
      throw Refusals.invalid("automationId is missing, must be an automation's id");
    }
    return automationId;
  }

  private Future<JsonObject> execute(Caller caller, String automationId, byte[] body) {
    return router
        .send(
            automationId, new AutomationCommand.Execute(TriggerContext.of(body), caller.clientId()))
        .map(executionId -> new JsonObject().put("executionId", Long.toString(executionId)));
  }

  private Future<JsonObject> resolvePaused(Caller caller, String automationId, byte[] body) {
    Fields fields = Fields.of(RESOLVE_FIELDS.require(JsonDecoder.decode(body)));
    return router
        .send(
            automationId,
            new AutomationCommand.ResolvePaused(
                ResolveRequest.orderOf(fields, caller.clientId(), Optional.empty())))
        .map(
            done ->
                new JsonObject()
                    .put("pausedCount", done.counts().paused())
                    .put("erroredCount", done.counts().errored())
                    .put("bulkActionId", done.id()));
  }

  private Future<JsonObject> clear(Caller caller, String automationId, byte[] body) {
    return ClearRequest.of(Fields.of(JsonDecoder.decode(body)), caller.clientId())
        .send(router, automationId, Optional.empty())
        .map(bulkActionId -> new JsonObject().put("bulkActionId", bulkActionId));
  }

  private Future<JsonObject> move(Caller caller, byte[] body) {
    Fields fields = Fields.of(JsonDecoder.decode(body));
    long executionId = fields.integer("executionId", 0, ExecutionsHandler.MAX_ID);
    ExecutionState to =
        fields
            .oneOf("state", ExecutionJson.STATES)
            .orElseThrow(
                () ->
                    Refusals.invalid(
                        "state is missing, must be " + ExecutionJson.STATES.allowed()));
    if (to == ExecutionState.PENDING) {
      throw Refusals.invalid(
          "state is "
              + ExecutionJson.STATES.nameOf(to)
              + ", must be another state: executions become PENDING when admitted or released");
    }
    return router
        .automationOf(executionId)
        .compose(
            automationId ->
                router.send(
                    withinScope(caller, automationId),
                    new AutomationCommand.MoveExecution(executionId, to, caller.clientId())))
        .map(new JsonObject());
  }
}
