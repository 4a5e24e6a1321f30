package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.store.RequestKey;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * A request to clear a trip, and then to resolve what is paused if it has a decision.
 *
 * @param actor who requests it
 * @param reason free text, may be empty
 * @param order what to resolve; empty to leave paused executions paused
 */
record ClearRequest(String actor, String reason, Optional<Resolution.Order> order) {

  /**
   * The request in {@code body}.
   *
   * @throws io.spillway.domain.automation.RefusedException if the decision is unknown, or the
   *     reason is too long
   */
  static ClearRequest of(Fields body, String actor) {
    Optional<Decision> decision = body.oneOf("decision", ResolveRequest.DECISIONS);
    String given = body.text("reason");
    String reason = Refusals.checked(() -> Resolution.Order.requireReason(given));
    return new ClearRequest(
        actor, reason, decision.map(chosen -> new Resolution.Order(chosen, reason, actor)));
  }

  /**
   * Sends it to its automation.
   *
   * @return the id of the resolution that was started, empty if there is none
   */
  Future<String> send(AutomationRouter router, String automationId, Optional<RequestKey> key) {
    if (order.isEmpty()) {
      return router.send(automationId, new AutomationCommand.ClearBreaker(actor, reason)).map("");
    }
    AutomationCommand.ResolvePaused resolve = new AutomationCommand.ResolvePaused(order.get(), key);
    return router
        .send(automationId, new AutomationCommand.StartResolution(resolve, true))
        .map(started -> started.resolution().map(Resolution::id).orElse(""));
  }
}
