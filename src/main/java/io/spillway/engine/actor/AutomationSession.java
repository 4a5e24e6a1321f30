package io.spillway.engine.actor;

import io.spillway.domain.breaker.CircuitBreaker;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.search.PausedSet;
import io.spillway.store.AnsweredRequest;
import io.spillway.store.AutomationCommit;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An automation in the hands of its actor: the state last made durable, and the one way to change
 * it.
 *
 * <p>A commit that fails leaves open what the store has, so the state is dropped and read again
 * before the next turn. Runs on the actor's context.
 */
final class AutomationSession {
  private final String id;
  private final ActorContext shared;
  private final Context context;
  private final StateLoader loader;
  private final List<SegmentSummary> whileUnknown = new ArrayList<>();
  private @Nullable AutomationState state;
  private boolean missing;
  private final SegmentAppender filler;

  AutomationSession(String id, ActorContext shared, Context context) {
    this.id = id;
    this.shared = shared;
    this.context = context;
    this.loader = new StateLoader(shared.store(), shared.clock());
    this.filler = new SegmentAppender(shared.segments(), context, this::onSummary, this::unload);
  }

  String id() {
    return id;
  }

  ActorContext shared() {
    return shared;
  }

  Context context() {
    return context;
  }

  Instant now() {
    return shared.clock().instant();
  }

  /** The state; only after {@link #load} found one. */
  AutomationState state() {
    if (state == null) {
      throw new IllegalStateException("automation " + id + " is not loaded");
    }
    return state;
  }

  /** Whether the automation was not there when the store was asked last. */
  boolean isMissing() {
    return missing;
  }

  /** Takes what is durable into the segments. */
  SegmentAppender filler() {
    return filler;
  }

  /**
   * Has the segments take at once all that is durable. Completes, and never fails, when they have;
   * only then do they hold every execution that the book knows of.
   */
  Future<Void> settle() {
    return filler.settle();
  }

  /**
   * Takes the automation over and reads its state, if that is not known. Completes with whether it
   * exists; fails with {@link AutomationMovedException} if it is another node's.
   */
  Future<Boolean> load() {
    if (state != null) {
      return Future.succeededFuture(true);
    }
    if (!shared.membership().owns(id)) {
      return Future.failedFuture(new AutomationMovedException(id));
    }
    return context
        .<Optional<AutomationState>>executeBlocking(() -> loader.load(id), false)
        .map(
            loaded -> {
              state = loaded.orElse(null);
              missing = loaded.isEmpty();
              loaded.ifPresent(
                  known -> {
                    whileUnknown.forEach(known.book()::update);
                    shared.telemetry().pausedNow(id, known.book().paused());
                  });
              whileUnknown.clear();
              return loaded.isPresent();
            });
  }

  /** Forgets the state, to be read again. */
  void unload() {
    state = null;
  }

  /**
   * Makes a step durable; the state follows.
   *
   * <p>It follows within the chain and not by a listener beside it: when another thread completes a
   * future, a listener added earlier may run after one that is added at that moment, and the next
   * turn would begin on the old state.
   */
  Future<Void> commit(AutomationCommit step, CircuitBreaker breakerAfterwards) {
    return Future.fromCompletionStage(shared.store().automations().commit(step), context)
        .transform(
            committed -> {
              if (committed.failed()) {
                unload();
                return Future.failedFuture(committed.cause());
              }
              missing = false;
              if (state != null) {
                state = state.with(step.next(), breakerAfterwards);
              }
              return Future.succeededFuture();
            });
  }

  /** Which of these operations were carried out, by whom ever, and the executions they made. */
  Future<Map<Long, Long>> applied(Collection<Long> operationIds) {
    return context.executeBlocking(
        () -> shared.store().automations().applied(id, operationIds), false);
  }

  /** Which of these requests were answered, by the ids of their keys. */
  Future<Map<String, AnsweredRequest>> answered(Collection<String> keyIds) {
    return context.executeBlocking(() -> shared.store().automations().answered(keyIds), false);
  }

  /** What is held of a selection. Takes long where it is large. */
  Future<PausedSet> held(Selection selection) {
    return Future.fromCompletionStage(
        shared.paused().find(id, selection.filter(), selection.throughExecutionId()), context);
  }

  /** A resolution of this automation as it is recorded, if it is. */
  Future<Optional<Resolution>> recorded(String resolutionId) {
    return context.executeBlocking(
        () -> shared.store().automations().resolution(id, resolutionId), false);
  }

  /** Notes what a segment reports of itself. */
  void onSummary(SegmentSummary summary) {
    if (state == null) {
      whileUnknown.add(summary);
      return;
    }
    state.book().update(summary);
    shared.telemetry().pausedNow(id, state.book().paused());
  }
}
