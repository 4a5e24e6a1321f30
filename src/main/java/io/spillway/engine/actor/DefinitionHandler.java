package io.spillway.engine.actor;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.CircuitBreaker;
import io.spillway.engine.event.AuditEvents;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.StaleWriteException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates and changes the definition of an automation, and clears its breaker. */
final class DefinitionHandler {
  private final AutomationSession session;

  DefinitionHandler(AutomationSession session) {
    this.session = session;
  }

  /** Nodes count at the same time, so together they may create a few more than the quota. */
  Future<AutomationRecord> create(AutomationCommand.Create command, Operation operation) {
    int max = session.shared().settings().quotas().automations();
    return session
        .automations(max)
        .compose(
            count ->
                count < max
                    ? createWithinQuota(command, operation)
                    : Future.failedFuture(tooManyAutomations(max)));
  }

  private static Throwable tooManyAutomations(int max) {
    return new Refusal(
            Refusal.Reason.FAILED_PRECONDITION,
            "automations in the store are %d, must be less than %d to create one: delete some"
                .formatted(max, max))
        .asException();
  }

  private Future<AutomationRecord> createWithinQuota(
      AutomationCommand.Create command, Operation operation) {
    Automation automation = command.automation();
    BreakerState breaker = BreakerState.initial(automation.createdAt());
    AutomationRecord first = AutomationRecord.created(automation, breaker);
    AuditEvent event =
        AuditEvents.created(
            automation.id(),
            automation.profile().displayName(),
            command.actor(),
            automation.createdAt());
    return session
        .commit(
            AutomationCommit.redefining(first, Optional.empty(), List.of(event))
                .withOperations(operationOf(operation)),
            CircuitBreaker.empty(automation.limit(), breaker))
        .map(first)
        .recover(
            failure ->
                failure instanceof StaleWriteException
                    ? createdBefore(automation.id(), operation)
                    : Future.failedFuture(failure));
  }

  /** The automation that exists may have been created by this command when it was first sent. */
  private Future<AutomationRecord> createdBefore(String automationId, Operation operation) {
    Future<Boolean> byThis =
        operation.repeated()
            ? session.applied(List.of(operation.id())).map(applied -> !applied.isEmpty())
            : Future.succeededFuture(false);
    return byThis
        .compose(same -> same ? session.load() : Future.succeededFuture(false))
        .compose(
            loaded ->
                loaded
                    ? Future.succeededFuture(session.state().record())
                    : Future.failedFuture(alreadyExists(automationId)));
  }

  private static Throwable alreadyExists(String automationId) {
    return new Refusal(
            Refusal.Reason.ALREADY_EXISTS, "automation " + automationId + " exists already")
        .asException();
  }

  /** After a new limit the breaker is rebuilt from the executions; limit 0 clears a trip. */
  Future<AutomationRecord> update(AutomationCommand.Update command, Operation operation) {
    AutomationState before = session.state();
    Automation changed;
    try {
      changed = command.patch().applyTo(before.record().automation());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(
          new Refusal(Refusal.Reason.INVALID_ARGUMENT, String.valueOf(e.getMessage()))
              .asException());
    }
    return changed.document().equals(before.record().automation().document())
        ? redefine(changed, before, command, operation)
        : requireWithinQuota(changed)
            .compose(within -> redefine(changed, before, command, operation));
  }

  /** Versions stay, so that each publication adds to what an automation takes. */
  private Future<Void> requireWithinQuota(Automation changed) {
    long max = session.shared().settings().quotas().definitionBytes();
    return session
        .versionBytes(changed.version())
        .compose(
            versions -> {
              long bytes = versions + changed.document().bytes();
              return bytes <= max
                  ? Future.succeededFuture()
                  : Future.failedFuture(tooManyBytes(bytes, max));
            });
  }

  private Throwable tooManyBytes(long bytes, long max) {
    return new Refusal(
            Refusal.Reason.FAILED_PRECONDITION,
            "definition of automation %s with its versions is %d bytes, must be at most %d"
                .formatted(session.id(), bytes, max))
        .asException();
  }

  private Future<AutomationRecord> redefine(
      Automation changed,
      AutomationState before,
      AutomationCommand.Update command,
      Operation operation) {
    Instant at = before.breaker().momentOfReset(session.now());
    boolean clears = changed.limit().isOff() && isTripped(before);
    BreakerState breaker = clears ? before.breaker().state().reset(at) : before.breaker().state();
    AutomationRecord next = before.record().next(changed, breaker);
    List<AuditEvent> events = new ArrayList<>();
    events.add(
        AuditEvents.updated(
            session.id(),
            changed.profile().displayName(),
            ChangedFields.between(before.record().automation(), changed),
            command.actor(),
            at));
    if (clears) {
      events.add(AuditEvents.cleared(session.id(), command.actor(), at));
    }
    return session
        .commit(
            AutomationCommit.redefining(next, Optional.empty(), events)
                .withOperations(operationOf(operation)),
            before.breaker().become(breaker))
        .map(
            durable -> {
              if (!changed.limit().equals(before.record().automation().limit())) {
                session.unload();
              }
              if (clears) {
                session.shared().telemetry().cleared(session.id());
              }
              return next;
            });
  }

  /** Clears a trip; writes nothing if there is none. */
  Future<Ack> clear(AutomationCommand.ClearBreaker command, Operation operation) {
    AutomationState before = session.state();
    if (!isTripped(before)) {
      return Future.succeededFuture(Ack.DONE);
    }
    Instant at = before.breaker().momentOfReset(session.now());
    BreakerState cleared = before.breaker().state().reset(at);
    return session
        .commit(
            AutomationCommit.changingBreaker(
                    before.record().next(cleared),
                    Optional.empty(),
                    List.of(
                        AuditEvents.cleared(session.id(), command.actor(), command.reason(), at)))
                .withOperations(operationOf(operation)),
            before.breaker().become(cleared))
        .map(
            durable -> {
              session.shared().telemetry().cleared(session.id());
              return Ack.DONE;
            });
  }

  /** Lets the command be recognised when it is sent again. */
  private static Map<Long, Long> operationOf(Operation operation) {
    return operation.id() == 0 ? Map.of() : Map.of(operation.id(), 0L);
  }

  private static boolean isTripped(AutomationState state) {
    return state.breaker().state() instanceof BreakerState.Tripped;
  }
}
