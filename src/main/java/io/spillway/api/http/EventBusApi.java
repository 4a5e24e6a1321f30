package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonDecoder;
import io.spillway.api.http.json.KnownFields;
import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.json.TriggerContext;
import io.spillway.api.http.route.ErrorMapping;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.event.EventBusAddresses;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The API on the event bus, for services inside the cluster: the bodies of the HTTP API, each with
 * the id of its automation, and an address for the workers that run executions. Senders on the bus
 * are trusted; the audit log records {@value #ACTOR} as the actor.
 *
 * <p>A failure is a {@link io.vertx.core.eventbus.ReplyException} whose code is the HTTP status and
 * whose message is the error object.
 */
public final class EventBusApi extends VerticleBase {
  static final String ACTOR = "event bus";

  /** A field that it does not know might narrow the decision. */
  private static final KnownFields RESOLVE_FIELDS =
      KnownFields.of(List.of("automationId", "decision", "reason"), true);

  private final AutomationRouter router;
  private final ErrorMapping errors = new ErrorMapping();

  /**
   * @param router sends commands to automations
   */
  public EventBusApi(AutomationRouter router) {
    this.router = router;
  }

  @Override
  public Future<?> start() {
    return Future.all(
        List.of(
            serve(EventBusAddresses.EXECUTE, ofAutomation(this::execute)),
            serve(EventBusAddresses.RESOLVE_PAUSED, ofAutomation(this::resolvePaused)),
            serve(EventBusAddresses.CLEAR, ofAutomation(this::clear)),
            serve(EventBusAddresses.MOVE, this::move)));
  }

  private Future<Void> serve(String address, Function<byte[], Future<JsonObject>> operation) {
    return vertx
        .eventBus()
        .<Object>consumer(address, request -> answer(request, operation))
        .completion();
  }

  private void answer(Message<Object> request, Function<byte[], Future<JsonObject>> operation) {
    Future.succeededFuture(request)
        .compose(received -> operation.apply(bodyOf(received)))
        .onSuccess(request::reply)
        .onFailure(failure -> errors.respond(request, failure));
  }

  private static byte[] bodyOf(Message<Object> request) {
    if (request.body() instanceof JsonObject body) {
      return body.toBuffer().getBytes();
    }
    throw Refusals.invalid("the body is of another type, must be a JsonObject");
  }

  private static Function<byte[], Future<JsonObject>> ofAutomation(
      BiFunction<String, byte[], Future<JsonObject>> operation) {
    return body -> operation.apply(automationId(body), body);
  }

  private static String automationId(byte[] body) {
    String automationId = Fields.of(JsonDecoder.decode(body)).text("automationId");
    if (automationId.isEmpty()) {
      throw Refusals.invalid("automationId is missing, must be an automation's id");
    }
    return automationId;
  }

  private Future<JsonObject> execute(String automationId, byte[] body) {
    return router
        .send(automationId, new AutomationCommand.Execute(TriggerContext.of(body)))
        .map(executionId -> new JsonObject().put("executionId", Long.toString(executionId)));
  }

  private Future<JsonObject> resolvePaused(String automationId, byte[] body) {
    Fields fields = Fields.of(RESOLVE_FIELDS.require(JsonDecoder.decode(body)));
    return router
        .send(
            automationId,
            new AutomationCommand.ResolvePaused(
                ResolveRequest.orderOf(fields, ACTOR, Optional.empty())))
        .map(
            done ->
                new JsonObject()
                    .put("pausedCount", done.counts().paused())
                    .put("erroredCount", done.counts().errored())
                    .put("bulkActionId", done.id()));
  }

  private Future<JsonObject> clear(String automationId, byte[] body) {
    return ClearRequest.of(Fields.of(JsonDecoder.decode(body)), ACTOR)
        .send(router, automationId, Optional.empty())
        .map(bulkActionId -> new JsonObject().put("bulkActionId", bulkActionId));
  }

  private Future<JsonObject> move(byte[] body) {
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
                    automationId, new AutomationCommand.MoveExecution(executionId, to, ACTOR)))
        .map(new JsonObject());
  }
}
