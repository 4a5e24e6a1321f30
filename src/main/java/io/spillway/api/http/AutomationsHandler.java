package io.spillway.api.http;

import com.github.f4b6a3.ksuid.KsuidCreator;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.TriggerContext;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.Call;
import io.spillway.api.http.route.IdempotencyKey;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.Automation;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.RequestKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Optional;

/** Single automations: define, change, delete, execute. */
final class AutomationsHandler {
  private final AutomationRouter router;
  private final AutomationStore automations;
  private final Clock clock;

  AutomationsHandler(ApiDependencies dependencies) {
    this.router = dependencies.router();
    this.automations = dependencies.store().automations();
    this.clock = dependencies.clock();
  }

  Future<Reply> create(Call call) {
    String id = KsuidCreator.getKsuid().toString();
    Automation automation = new AutomationFields(call.fields()).create(id, clock.instant());
    return router
        .send(id, new AutomationCommand.Create(automation, call.caller().clientId()))
        .map(AutomationJson::reply);
  }

  Future<Reply> get(Call call) {
    String id = call.path("id");
    return BlockingReads.read(call.vertx(), () -> existing(automations, id))
        .map(AutomationJson::reply);
  }

  Future<Reply> update(Call call) {
    Fields request = call.fields();
    AutomationFields fields = new AutomationFields(request.message("automation"));
    AutomationCommand.Update update =
        new AutomationCommand.Update(
            fields.change(request.text("updateMask")), call.caller().clientId());
    return router.send(call.path("id"), update).map(AutomationJson::reply);
  }

  Future<Reply> delete(Call call) {
    return router
        .send(call.path("id"), new AutomationCommand.Delete(call.caller().clientId()))
        .map(Reply.EMPTY);
  }

  Future<Reply> execute(Call call) {
    byte[] context = TriggerContext.of(call.body());
    Optional<RequestKey> key = IdempotencyKey.of(call, "execute");
    return router
        .send(call.path("id"), new AutomationCommand.Execute(context, key))
        .map(id -> Reply.ok(Buffer.buffer("{\"executionId\":\"" + id + "\"}")));
  }

  /** The automation, unless it is unknown or deleted. Blocks. */
  static AutomationRecord existing(AutomationStore automations, String id) {
    return automations
        .load(id)
        .filter(record -> record.automation().deletedAt().isEmpty())
        .orElseThrow(() -> Automation.unknown(id).asException());
  }
}
