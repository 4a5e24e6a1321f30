package io.spillway.engine.actor;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.event.AuditEvents;
import io.spillway.store.AutomationCommit;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes the result of a resolution durable, with its audit row. Within a task of the actor. */
final class ResultRecorder {
  private final AutomationSession session;

  ResultRecorder(AutomationSession session) {
    this.session = session;
  }

  /** Completes with the resolution as it is recorded, by this owner or by one in between. */
  Future<Resolution> record(ResolutionResult result) {
    String resolutionId = result.resolution().id();
    return session
        .load()
        .compose(
            exists ->
                session.state().isUnfinished(resolutionId)
                    ? commit(result)
                    : session.recorded(resolutionId).map(Optional::orElseThrow));
  }

  private Future<Resolution> commit(ResolutionResult result) {
    AutomationState before = session.state();
    Instant at = before.breaker().monotonic(session.now());
    Resolution finished = result.resolution().finished(result.resolution().counts(), at);
    AuditEvent event = AuditEvents.resolved(finished, result.failures(), result.failedSegments());
    return session
        .commit(
            AutomationCommit.changingBreaker(
                    before.record().next(before.record().breaker()),
                    Optional.of(finished),
                    List.of(event))
                .failing(result.failedSegments()),
            before.breaker())
        .map(finished);
  }
}
