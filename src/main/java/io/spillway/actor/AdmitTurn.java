package io.spillway.actor;

import io.spillway.automation.Refusal;
import io.spillway.breaker.Admission;
import io.spillway.breaker.BreakerState;
import io.spillway.execution.Arrivals;
import io.spillway.store.AutomationCommit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits the triggers that have collected: one decision of the breaker, one commit of all their
 * facts, then the segments on the grid, then the replies.
 *
 * <p>The turn is over when the commit is on its way to the store and another may follow it. The
 * segments are filled when it is durable, one admission at a time and in their order; every other
 * turn waits for that, see {@link OwnedAutomation#settled}.
 */
final class AdmitTurn {
  private static final Logger LOG = LoggerFactory.getLogger(AdmitTurn.class);

  private final OwnedAutomation owned;

  AdmitTurn(OwnedAutomation owned) {
    this.owned = owned;
  }

  /** Replies to every trigger. The future completes, and never fails, when the turn is over. */
  Future<Void> run(List<Envelope<Long>> triggers) {
    Optional<Refusal> refusal = owned.state().record().automation().refusal();
    if (refusal.isPresent()) {
      owned.shared().telemetry().triggersRefused(triggers.size());
      triggers.forEach(trigger -> trigger.reply().fail(refusal.get().asException()));
      return Future.succeededFuture();
    }
    SegmentBook book = owned.state().book();
    return owned
        .shared()
        .segmentIds()
        .take(book.missingFor(triggers.size()), book.lastId())
        .compose(newSegments -> admit(triggers, newSegments))
        .recover(
            failure -> {
              fail(triggers, failure);
              return Future.succeededFuture();
            });
  }

  private void fail(List<Envelope<Long>> triggers, Throwable failure) {
    owned.shared().telemetry().triggersFailed(triggers.size());
    triggers.forEach(trigger -> trigger.reply().tryFail(failure));
  }

  private Future<Void> admit(List<Envelope<Long>> triggers, List<Long> newSegments) {
    AutomationState before = owned.state();
    Admission plan = before.breaker().plan(triggers.size(), owned.now());
    Placement placement = Placement.of(plan, before.book(), newSegments);
    AutomationCommit step =
        AutomationCommit.admitting(
            before.record().next(plan.next(), Instant.ofEpochMilli(plan.atMillis())),
            newSegments,
            placement.facts(plan, before.record().automation().version(), contexts(triggers)),
            tripOf(plan)
                .map(
                    tripped ->
                        List.of(
                            AuditEvents.tripped(owned.id(), tripped.trip(), tripped.generation())))
                .orElse(List.of()));
    Future<Void> durable = owned.commitAhead(step, before.breaker());
    before.breaker().commit(plan);
    placement.arrivals().forEach(before.book()::onArrivals);
    fillInOrder(durable, triggers, plan, placement);
    return owned.roomAhead();
  }

  /** Fills the segments when the admission is durable and those before it are in theirs. */
  private void fillInOrder(
      Future<Void> durable, List<Envelope<Long>> triggers, Admission plan, Placement placement) {
    Future<Void> earlier = owned.settled();
    // A promise, since the end of a chain would hold the whole chain, and that the one before it.
    Promise<Void> settled = Promise.promise();
    owned.settling(settled.future());
    durable
        .compose(now -> earlier)
        .compose(ready -> fillSegments(placement))
        .transform(
            filled -> {
              if (filled.succeeded()) {
                reply(triggers, plan, placement);
              } else {
                fail(triggers, filled.cause());
              }
              return earlier;
            })
        .onComplete(over -> settled.complete());
  }

  private static List<byte[]> contexts(List<Envelope<Long>> triggers) {
    List<byte[]> contexts = new ArrayList<>(triggers.size());
    for (Envelope<Long> trigger : triggers) {
      contexts.add(((AutomationCommand.Execute) trigger.command()).context());
    }
    return contexts;
  }

  private static Optional<BreakerState.Tripped> tripOf(Admission plan) {
    return plan.tripped() && plan.next() instanceof BreakerState.Tripped tripped
        ? Optional.of(tripped)
        : Optional.empty();
  }

  private Future<Void> fillSegments(Placement placement) {
    List<Future<Void>> filling = new ArrayList<>();
    placement.arrivals().forEach((segmentId, arrivals) -> filling.add(fill(segmentId, arrivals)));
    return Future.join(filling).mapEmpty();
  }

  /**
   * Puts the arrivals into their segment. Their facts are durable, so this cannot undo them: a
   * segment that did not take them is dropped from memory, and comes back from the store with them
   * in it.
   */
  private Future<Void> fill(long segmentId, Arrivals arrivals) {
    return Future.fromCompletionStage(
            owned.shared().segments().append(segmentId, arrivals), owned.context())
        .transform(
            filled -> {
              if (filled.succeeded()) {
                owned.onSummary(filled.result().summary());
                return Future.succeededFuture();
              }
              LOG.warn(
                  "segment {} is read back from the store: {}",
                  segmentId,
                  filled.cause().getMessage());
              owned.unload();
              return Future.fromCompletionStage(
                      owned.shared().segments().forget(segmentId), owned.context())
                  .otherwiseEmpty();
            });
  }

  private void reply(List<Envelope<Long>> triggers, Admission plan, Placement placement) {
    Telemetry telemetry = owned.shared().telemetry();
    for (int i = 0; i < triggers.size(); i++) {
      triggers.get(i).reply().complete(placement.executionIds().get(i));
    }
    telemetry.executionsCreated(
        owned.id(), placement.executionIds(), plan.admitted(), plan.paused());
    tripOf(plan).ifPresent(tripped -> telemetry.tripped(owned.id(), tripped));
  }
}
