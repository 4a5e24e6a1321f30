package io.spillway.engine.actor;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.event.AuditEvents;
import io.spillway.store.AnsweredRequest;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes a decision durable, and with it the reset of the breaker. Within a task of the actor, while
 * the automation has no unfinished resolution.
 */
final class DecisionRecorder {
  private final AutomationSession session;

  DecisionRecorder(AutomationSession session) {
    this.session = session;
  }

  /**
   * Tries to record a requested resolution.
   *
   * @param match the executions of its selection, once they are looked up
   * @return the event that follows; fails if the request is refused or the store does not take it
   */
  Future<ResolutionEvent> record(ResolutionRequest request, Optional<MatchedSelection> match) {
    return earlierAnswer(request)
        .compose(
            earlier ->
                earlier.isPresent()
                    ? repeated(request, earlier.get())
                    : session.load().compose(exists -> recordNew(request, match, exists)));
  }

  /** What the request with the same key was answered, if there was one. */
  private Future<Optional<AnsweredRequest>> earlierAnswer(ResolutionRequest request) {
    if (request.key().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    String keyId = request.key().get().id();
    return session
        .answered(List.of(keyId))
        .map(answered -> Optional.ofNullable(answered.get(keyId)));
  }

  private Future<ResolutionEvent> repeated(ResolutionRequest request, AnsweredRequest earlier) {
    if (!request.key().equals(Optional.of(earlier.key()))) {
      return Future.failedFuture(IdempotencyFilter.REUSED.asException());
    }
    return session
        .recorded(earlier.resolutionId())
        .map(recorded -> state -> state.onRepeated(recorded.orElseThrow()));
  }

  private Future<ResolutionEvent> recordNew(
      ResolutionRequest request, Optional<MatchedSelection> match, boolean exists) {
    if (!exists || session.state().record().automation().deletedAt().isPresent()) {
      return Future.failedFuture(Automation.unknown(session.id()).asException());
    }
    if (request.order().selection().isEmpty()) {
      return commit(request);
    }
    return match.isEmpty()
        ? Future.succeededFuture(ResolutionState::onSelectionNeeded)
        : match
            .get()
            .requireUnchanged(session)
            .compose(unchanged -> session.load())
            .compose(loaded -> commit(request));
  }

  private Future<ResolutionEvent> commit(ResolutionRequest request) {
    AutomationState before = session.state();
    Instant at = before.breaker().momentOfReset(session.now());
    Resolution resolution =
        new Resolution(
            request.resolutionId(),
            session.id(),
            request.order(),
            before.breaker().state().generation(),
            request.order().selection().map(Selection::count).orElse(before.segments().paused()),
            Resolution.Counts.NONE,
            at,
            Optional.empty());
    boolean resets = request.order().resetBreaker();
    BreakerState next = breakerAfter(request.order(), before.breaker().state(), at);
    List<AnsweredRequest> answered =
        request.key().stream().map(key -> AnsweredRequest.resolved(key, resolution.id())).toList();
    boolean clears = resets && before.breaker().state() instanceof BreakerState.Tripped;
    return session
        .commit(
            commitOf(request, resolution, before, next).answering(answered),
            before.breaker().become(next))
        .map(
            durable -> {
              if (clears) {
                session.shared().telemetry().cleared(session.id());
              }
              return state -> state.onRecorded(resolution);
            });
  }

  private static BreakerState breakerAfter(Resolution.Order order, BreakerState now, Instant at) {
    if (order.resetBreaker()) {
      return now.reset(at);
    }
    return order.selection().isPresent() ? now : now.nextGeneration();
  }

  private AutomationCommit commitOf(
      ResolutionRequest request,
      Resolution resolution,
      AutomationState before,
      BreakerState breaker) {
    if (!request.deletes()) {
      return AutomationCommit.changingBreaker(
          before.record().next(breaker), Optional.of(resolution), List.of());
    }
    Instant at = resolution.startedAt();
    AutomationRecord deleted =
        before.record().next(before.record().automation().deleted(at), breaker);
    return AutomationCommit.redefining(
        deleted,
        Optional.of(resolution),
        List.of(
            AuditEvents.deleted(
                session.id(),
                deleted.automation().profile().displayName(),
                request.order().actor(),
                at)));
  }
}
