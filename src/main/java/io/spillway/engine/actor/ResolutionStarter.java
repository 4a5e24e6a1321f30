package io.spillway.engine.actor;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.event.AuditEvents;
import io.spillway.store.AnsweredRequest;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.RequestKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Begins what is asked of {@link ResolutionLifecycle}: the record of the decision, with the reset
 * of the breaker. Within a turn of the actor, while no resolution of it is under way.
 */
final class ResolutionStarter {
  private final AutomationSession owned;

  ResolutionStarter(AutomationSession owned) {
    this.owned = owned;
  }

  /**
   * A resolution that is asked for.
   *
   * @param resolutionId it is to have
   * @param order what is decided
   * @param key by which the request is known, if it has one
   * @param deletes whether the automation is deleted with it
   */
  record Asked(
      String resolutionId, Resolution.Order order, Optional<RequestKey> key, boolean deletes) {}

  /** What comes of it; a refusal is a failure. */
  sealed interface Start {}

  /** It is durable. */
  record Begun(Resolution resolution) implements Start {}

  /** The same request was carried out before, by this resolution, which is done. */
  record Repeated(Resolution resolution) implements Start {}

  /** What it is to resolve is looked for; then it is to be tried again. */
  record Choosing(Future<MatchedSelection> chosen) implements Start {}

  /**
   * Tries to begin.
   *
   * @param chosen what it is to resolve, once that is known
   */
  Future<Start> of(Asked asked, Optional<MatchedSelection> chosen) {
    return earlier(asked)
        .compose(
            earlier ->
                earlier.isPresent()
                    ? repeated(asked, earlier.get())
                    : owned.load().compose(exists -> begin(asked, chosen, exists)));
  }

  /** What the request with the same key was answered, if there was one. */
  private Future<Optional<AnsweredRequest>> earlier(Asked asked) {
    if (asked.key.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    String keyId = asked.key.get().id();
    return owned.answered(List.of(keyId)).map(answered -> Optional.ofNullable(answered.get(keyId)));
  }

  private Future<Start> repeated(Asked asked, AnsweredRequest earlier) {
    return asked.key.equals(Optional.of(earlier.key()))
        ? owned
            .recorded(earlier.resolutionId())
            .map(recorded -> new Repeated(recorded.orElseThrow()))
        : Future.failedFuture(IdempotencyFilter.REUSED.asException());
  }

  private Future<Start> begin(Asked asked, Optional<MatchedSelection> chosen, boolean exists) {
    if (!exists || owned.state().record().automation().deletedAt().isPresent()) {
      return Future.failedFuture(Automation.unknown(owned.id()).asException());
    }
    Optional<Selection> selection = asked.order.selection();
    if (selection.isEmpty()) {
      return record(asked);
    }
    return chosen.isEmpty()
        ? Future.succeededFuture(new Choosing(MatchedSelection.of(owned, selection.get())))
        : chosen
            .get()
            .requireHeld(owned)
            .compose(held -> owned.load())
            .compose(still -> record(asked));
  }

  /** Makes the decision durable, and with it the reset of the breaker. */
  private Future<Start> record(Asked asked) {
    AutomationState before = owned.state();
    Instant at = before.breaker().momentOfReset(owned.now());
    Resolution resolution =
        new Resolution(
            asked.resolutionId,
            owned.id(),
            asked.order,
            before.breaker().state().generation(),
            asked.order.selection().map(Selection::count).orElse(before.book().paused()),
            Resolution.Counts.NONE,
            at,
            Optional.empty());
    BreakerState reset =
        asked.order.resetBreaker() ? before.breaker().state().reset(at) : before.breaker().state();
    AutomationRecord next =
        asked.deletes
            ? before.record().next(before.record().automation().deleted(at), reset)
            : before.record().next(reset);
    AutomationCommit step =
        asked.deletes
            ? AutomationCommit.redefining(
                next,
                Optional.of(resolution),
                List.of(AuditEvents.deleted(owned.id(), asked.order.actor(), at)))
            : AutomationCommit.breaking(next, Optional.of(resolution), List.of());
    List<AnsweredRequest> answered =
        asked.key.stream().map(key -> AnsweredRequest.resolved(key, resolution.id())).toList();
    boolean clears =
        asked.order.resetBreaker() && before.breaker().state() instanceof BreakerState.Tripped;
    return owned
        .commit(step.answering(answered), before.breaker().become(reset))
        .map(
            durable -> {
              if (clears) {
                owned.shared().telemetry().cleared(owned.id());
              }
              return new Begun(resolution);
            });
  }
}
