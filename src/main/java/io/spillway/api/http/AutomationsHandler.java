package io.spillway.api.http;

import com.github.f4b6a3.ksuid.KsuidCreator;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.TriggerContext;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.IdempotencyKey;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.RequestKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Optional;

/** Operations on one automation: create, get, update, delete, execute. */
final class AutomationsHandler {
  /** A document is in memory as read, as rows, and in the response, which grows by doubling. */
  static final int COPIES = 4;

  private final AutomationRouter router;
  private final AutomationStore automations;
  private final PublishedSteps publishedSteps;
  private final Clock clock;

  AutomationsHandler(ApiDependencies dependencies) {
    this.router = dependencies.router();
    this.automations = dependencies.store().automations();
    this.publishedSteps = new PublishedSteps(dependencies.steps(), automations);
    this.clock = dependencies.clock();
  }

  Future<Reply> create(ApiRequest request) {
    String id = KsuidCreator.getKsuid().toString();
    return request
        .read(() -> new AutomationFields(request.fields()).create(id, clock.instant()))
        .compose(automation -> publishedSteps.checked(request, automation))
        .compose(
            automation ->
                router.send(
                    id, new AutomationCommand.Create(automation, request.caller().clientId())))
        .map(AutomationJson::reply);
  }

  Future<Reply> get(ApiRequest request) {
    String id = request.path("id");
    return BlockingReads.read(
        request, () -> AutomationJson.reply(held(request, existing(automations, id))));
  }

  Future<Reply> update(ApiRequest request) {
    return request
        .read(() -> patchOf(request.fields()))
        .compose(patch -> publishedSteps.checked(request, patch))
        .compose(
            patch ->
                router.send(
                    request.path("id"),
                    new AutomationCommand.Update(patch, request.caller().clientId())))
        .map(AutomationJson::reply);
  }

  private static AutomationPatch patchOf(Fields body) {
    return new AutomationFields(body.message("automation")).change(body.text("updateMask"));
  }

  Future<Reply> delete(ApiRequest request) {
    return router
        .send(request.path("id"), new AutomationCommand.Delete(request.caller().clientId()))
        .map(Reply.EMPTY);
  }

  Future<Reply> execute(ApiRequest request) {
    Optional<RequestKey> key = IdempotencyKey.of(request, "execute");
    return request
        .read(() -> TriggerContext.of(request.body()))
        .compose(
            context ->
                router.send(
                    request.path("id"),
                    new AutomationCommand.Execute(context, request.caller().clientId(), key)))
        .map(id -> Reply.ok(Buffer.buffer("{\"executionId\":\"" + id + "\"}")));
  }

  /** The automation, with memory held for it until the response is sent. */
  static AutomationRecord held(ApiRequest request, AutomationRecord automation) {
    request.hold(COPIES * automation.automation().document().length());
    return automation;
  }

  /** The automation, unless it is unknown or deleted. Blocks. */
  static AutomationRecord existing(AutomationStore automations, String id) {
    return automations
        .load(id)
        .filter(record -> record.automation().deletedAt().isEmpty())
        .orElseThrow(() -> Automation.unknown(id).asException());
  }
}
