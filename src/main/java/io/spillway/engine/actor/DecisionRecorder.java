package io.spillway.engine.actor;

import io.spillway.domain.audit.AuditEvent;
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
import java.util.function.Consumer;

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
   * @param onRecorded takes the resolution when it is durable
   * @return the event that follows; fails if the request is refused or the store does not take it
   */
  Future<ResolutionEvent> record(
      ResolutionRequest request,
      Optional<MatchedSelection> match,
      Consumer<Resolution> onRecorded) {
    return earlierAnswer(request)
        .compose(
            earlier ->
                earlier.isPresent()
                    ? repeated(request, earlier.get())
                        .map(finished -> state -> state.onRepeated(finished))
                    : loadExisting().compose(loaded -> recordNew(request, match, onRecorded)));
  }

  /**
   * Records a request for everything that is paused, also while other resolutions are unfinished:
   * it is carried out after them.
   *
   * @return the resolution, or that of an earlier request with the same key, which may be
   *     unfinished; empty if the request is a clear and nothing is paused
   */
  Future<Optional<Resolution>> recordNow(ResolutionRequest request) {
    return earlierAnswer(request)
        .compose(
            earlier ->
                earlier.isPresent()
                    ? repeated(request, earlier.get()).map(Optional::of)
                    : loadExisting().compose(loaded -> recordAll(request)));
  }

  private Future<Optional<Resolution>> recordAll(ResolutionRequest request) {
    boolean nothing =
        request.kind() == ResolutionRequest.Kind.CLEAR && session.state().segments().paused() == 0;
    return nothing ? Future.succeededFuture(Optional.empty()) : commit(request).map(Optional::of);
  }

  private Future<Void> loadExisting() {
    return session
        .load()
        .compose(
            exists ->
                exists && session.state().record().automation().deletedAt().isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(Automation.unknown(session.id()).asException()));
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

  private Future<Resolution> repeated(ResolutionRequest request, AnsweredRequest earlier) {
    if (!request.key().equals(Optional.of(earlier.key()))) {
      return Future.failedFuture(IdempotencyFilter.REUSED.asException());
    }
    return session.recorded(earlier.resolutionId()).map(Optional::orElseThrow);
  }

  private Future<ResolutionEvent> recordNew(
      ResolutionRequest request,
      Optional<MatchedSelection> match,
      Consumer<Resolution> onRecorded) {
    if (request.order().selection().isEmpty()) {
      return commit(request).map(recorded -> onRecorded(recorded, onRecorded));
    }
    return match.isEmpty()
        ? Future.succeededFuture(ResolutionState::onSelectionNeeded)
        : match
            .get()
            .requireUnchanged(session)
            .compose(unchanged -> session.load())
            .compose(loaded -> commit(request))
            .map(recorded -> onRecorded(recorded, onRecorded));
  }

  private static ResolutionEvent onRecorded(Resolution recorded, Consumer<Resolution> onRecorded) {
    onRecorded.accept(recorded);
    return state -> state.onRecorded(recorded);
  }

  /** After every unfinished one, whose order is that of their starts. */
  private Instant startOfNext(AutomationState before) {
    Instant reset = before.breaker().momentOfReset(session.now());
    List<Resolution> unfinished = before.unfinished();
    if (unfinished.isEmpty()) {
      return reset;
    }
    Instant latest = unfinished.get(unfinished.size() - 1).startedAt();
    return latest.isBefore(reset) ? reset : latest.plusMillis(1);
  }

  private Future<Resolution> commit(ResolutionRequest request) {
    AutomationState before = session.state();
    Instant at = startOfNext(before);
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
              return resolution;
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
    if (request.kind() != ResolutionRequest.Kind.DELETE) {
      return AutomationCommit.changingBreaker(
          before.record().next(breaker),
          Optional.of(resolution),
          events(request, resolution, before));
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

  private static List<AuditEvent> events(
      ResolutionRequest request, Resolution resolution, AutomationState before) {
    boolean clears =
        request.kind() == ResolutionRequest.Kind.CLEAR
            && before.breaker().state() instanceof BreakerState.Tripped;
    return clears ? List.of(AuditEvents.clearedBy(resolution)) : List.of();
  }
}
