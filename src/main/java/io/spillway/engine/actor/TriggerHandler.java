package io.spillway.engine.actor;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.breaker.Admission;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.engine.event.AuditEvents;
import io.spillway.engine.event.Telemetry;
import io.spillway.store.AutomationCommit;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Admits a batch of triggers: one decision of the breaker, one commit of all their facts, then the
 * replies. The executions are appended to their segments beside the next tasks, see {@link
 * SegmentAppender}. A trigger that was admitted before, and is sent again by a node or its client,
 * gets the same reply.
 */
final class TriggerHandler {
  private final AutomationSession session;

  TriggerHandler(AutomationSession session) {
    this.session = session;
  }

  /** Replies to every trigger. The future completes, and never fails, when all are replied to. */
  Future<Void> run(List<Envelope<Long>> triggers) {
    // A failed append drops the state; this task continues on the one it began with.
    AutomationState before = session.state();
    return RedeliveryFilter.among(triggers)
        .answerKnown(session)
        .compose(fresh -> new IdempotencyFilter(fresh).answerKnown(session))
        .compose(fresh -> admitAll(fresh, before))
        .recover(
            failure -> {
              session.shared().telemetry().triggersFailed(triggers.size());
              triggers.forEach(trigger -> trigger.reply().tryFail(failure));
              return Future.succeededFuture();
            });
  }

  private Future<Void> admitAll(List<Envelope<Long>> triggers, AutomationState before) {
    if (triggers.isEmpty()) {
      return Future.succeededFuture();
    }
    Optional<Refusal> refusal = before.record().automation().refusal();
    if (refusal.isPresent()) {
      session.shared().telemetry().triggersRefused(triggers.size());
      triggers.forEach(trigger -> trigger.reply().fail(refusal.get().asException()));
      return Future.succeededFuture();
    }
    long limit = session.shared().settings().quotas().contextBytes();
    List<Envelope<Long>> within =
        new QuotaFilter(session.id(), before.contexts(), limit)
            .refuseBeyond(triggers, session.now());
    session.shared().telemetry().triggersRefused(triggers.size() - within.size());
    if (within.isEmpty()) {
      return Future.succeededFuture();
    }
    SegmentIndex segments = before.segments();
    return session
        .shared()
        .segmentIds()
        .take(segments.missingFor(within.size()), segments.lastId())
        .compose(newSegments -> admit(within, newSegments, before));
  }

  private Future<Void> admit(
      List<Envelope<Long>> triggers, List<Long> newSegments, AutomationState before) {
    Admission plan = before.breaker().plan(triggers.size(), session.now());
    Placement placement = Placement.of(plan, before.segments(), newSegments);
    List<AutomationCommand.Execute> commands = commandsOf(triggers);
    AutomationCommit step =
        AutomationCommit.creatingExecutions(
                before.record().next(plan.next(), Instant.ofEpochMilli(plan.atMillis())),
                newSegments,
                placement.facts(plan, before.record().automation().version(), commands),
                tripOf(plan)
                    .map(
                        tripped ->
                            List.of(
                                AuditEvents.tripped(
                                    session.id(),
                                    tripped.trip(),
                                    tripped.generation(),
                                    commands.get(plan.admitted()).actor())))
                    .orElse(List.of()))
            .withOperations(operations(triggers, placement))
            .answering(new IdempotencyFilter(triggers).answeredBy(placement.executionIds()));
    return session
        .commit(step, before.breaker())
        .compose(
            durable -> {
              before.breaker().commit(plan);
              before
                  .contexts()
                  .add(Instant.ofEpochMilli(plan.atMillis()), QuotaFilter.bytesOf(triggers));
              placement.arrivals().forEach(before.segments()::onArrivals);
              session.appender().add(placement.arrivals());
              reply(triggers, plan, placement);
              return session.appender().room();
            });
  }

  private static Map<Long, Long> operations(List<Envelope<Long>> triggers, Placement placement) {
    Map<Long, Long> operations = new LinkedHashMap<>();
    for (int i = 0; i < triggers.size(); i++) {
      long operationId = triggers.get(i).operation().id();
      if (operationId != 0) {
        operations.put(operationId, placement.executionIds().get(i));
      }
    }
    return operations;
  }

  private static List<AutomationCommand.Execute> commandsOf(List<Envelope<Long>> triggers) {
    List<AutomationCommand.Execute> commands = new ArrayList<>(triggers.size());
    for (Envelope<Long> trigger : triggers) {
      commands.add((AutomationCommand.Execute) trigger.command());
    }
    return commands;
  }

  private static Optional<BreakerState.Tripped> tripOf(Admission plan) {
    return plan.tripped() && plan.next() instanceof BreakerState.Tripped tripped
        ? Optional.of(tripped)
        : Optional.empty();
  }

  private void reply(List<Envelope<Long>> triggers, Admission plan, Placement placement) {
    Telemetry telemetry = session.shared().telemetry();
    for (int i = 0; i < triggers.size(); i++) {
      triggers.get(i).reply().complete(placement.executionIds().get(i));
    }
    telemetry.executionsCreated(
        session.id(), placement.executionIds(), plan.admitted(), plan.paused());
    tripOf(plan).ifPresent(tripped -> telemetry.tripped(session.id(), tripped));
  }
}
