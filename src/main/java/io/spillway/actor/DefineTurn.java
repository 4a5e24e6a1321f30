package io.spillway.actor;

import io.spillway.audit.AuditEvent;
import io.spillway.automation.Automation;
import io.spillway.automation.Refusal;
import io.spillway.breaker.BreakerState;
import io.spillway.breaker.CircuitBreaker;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.StaleWriteException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates and changes the definition of an automation, and clears its breaker. */
final class DefineTurn {
  private final OwnedAutomation owned;

  DefineTurn(OwnedAutomation owned) {
    this.owned = owned;
  }

  Future<AutomationRecord> create(AutomationCommand.Create command) {
    Automation automation = command.automation();
    BreakerState breaker = BreakerState.initial(automation.createdAt());
    AutomationRecord first = AutomationRecord.created(automation, breaker);
    AuditEvent event =
        AuditEvents.created(automation.id(), command.actor(), automation.createdAt());
    return owned
        .commit(
            AutomationCommit.redefining(first, Optional.empty(), List.of(event)),
            CircuitBreaker.empty(automation.limit(), breaker))
        .map(first)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof StaleWriteException
                        ? alreadyExists(automation.id())
                        : failure));
  }

  private static Throwable alreadyExists(String automationId) {
    return new Refusal(
            Refusal.Reason.ALREADY_EXISTS, "automation " + automationId + " exists already")
        .asException();
  }

  /** A new limit rebuilds the breaker from the executions there are; 0 clears a trip. */
  Future<AutomationRecord> update(AutomationCommand.Update command) {
    AutomationState before = owned.state();
    Automation changed;
    try {
      changed = command.patch().applyTo(before.record().automation());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(
          new Refusal(Refusal.Reason.INVALID_ARGUMENT, String.valueOf(e.getMessage()))
              .asException());
    }
    Instant at = before.breaker().momentOfReset(owned.now());
    boolean clears = changed.limit().isOff() && isTripped(before);
    BreakerState breaker = clears ? before.breaker().state().reset(at) : before.breaker().state();
    AutomationRecord next = before.record().next(changed, breaker);
    List<AuditEvent> events = new ArrayList<>();
    events.add(AuditEvents.updated(owned.id(), command.actor(), at));
    if (clears) {
      events.add(AuditEvents.cleared(owned.id(), command.actor(), at));
    }
    return owned
        .commit(
            AutomationCommit.redefining(next, Optional.empty(), events),
            before.breaker().become(breaker))
        .map(
            durable -> {
              if (!changed.limit().equals(before.record().automation().limit())) {
                owned.unload();
              }
              if (clears) {
                owned.shared().telemetry().cleared(owned.id());
              }
              return next;
            });
  }

  /** Clears a trip; without one there is nothing to do, and nothing is written. */
  Future<Ack> clear(AutomationCommand.ClearBreaker command) {
    AutomationState before = owned.state();
    if (!isTripped(before)) {
      return Future.succeededFuture(Ack.DONE);
    }
    Instant at = before.breaker().momentOfReset(owned.now());
    BreakerState cleared = before.breaker().state().reset(at);
    return owned
        .commit(
            AutomationCommit.breaking(
                before.record().next(cleared),
                Optional.empty(),
                List.of(AuditEvents.cleared(owned.id(), command.actor(), at))),
            before.breaker().become(cleared))
        .map(
            durable -> {
              owned.shared().telemetry().cleared(owned.id());
              return Ack.DONE;
            });
  }

  private static boolean isTripped(AutomationState state) {
    return state.breaker().state() instanceof BreakerState.Tripped;
  }
}
