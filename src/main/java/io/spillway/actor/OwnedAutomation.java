package io.spillway.actor;

import io.spillway.breaker.CircuitBreaker;
import io.spillway.execution.SegmentSummary;
import io.spillway.store.AutomationCommit;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An automation in the hands of its actor: its state, and the ways to change it.
 *
 * <p>Admissions are sent to the store ahead: the next may be planned on the state that one leaves
 * behind before that is durable, so that the store is never without work. Each carries the revision
 * after the one before it, so if one is not taken, none that follows is. All other steps begin when
 * nothing is under way.
 *
 * <p>A commit that fails leaves open what the store has, so the state is dropped and read again,
 * when nothing is under way, before the next turn. Runs on the actor's context.
 */
final class OwnedAutomation {
  private static final int MOST_AHEAD = 2;

  private final String id;
  private final ActorContext shared;
  private final Context context;
  private final StateLoader loader;
  private final List<SegmentSummary> whileUnknown = new ArrayList<>();
  private @Nullable AutomationState state;
  private boolean missing;
  private Future<Void> settled = Future.succeededFuture();
  private final Deque<Future<Void>> ahead = new ArrayDeque<>();

  OwnedAutomation(String id, ActorContext shared, Context context) {
    this.id = id;
    this.shared = shared;
    this.context = context;
    this.loader = new StateLoader(shared.store(), shared.clock());
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

  /**
   * Completes, and never fails, when nothing is under way: all that was sent ahead is durable or
   * refused, and the segments have taken it. Only then do they hold every execution that the book
   * knows of.
   */
  Future<Void> settled() {
    return settled;
  }

  /**
   * The segments will take what has just been sent ahead.
   *
   * @param filled completes, and never fails, when they have
   */
  void settling(Future<Void> filled) {
    settled = filled;
  }

  /** Reads the state if it is not known. Completes with whether the automation exists. */
  Future<Boolean> load() {
    if (state != null) {
      return Future.succeededFuture(true);
    }
    return landed()
        .compose(
            landed ->
                context.<Optional<AutomationState>>executeBlocking(() -> loader.load(id), false))
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
   * Makes a step durable, when nothing is under way; the state follows.
   *
   * <p>It follows within the chain and not by a listener beside it: when another thread completes a
   * future, a listener added earlier may run after one that is added at that moment, and the next
   * turn would begin on the old state.
   */
  Future<Void> commit(AutomationCommit step, CircuitBreaker breakerAfterwards) {
    return send(step)
        .transform(
            landed -> {
              if (landed.failed()) {
                unload();
                return Future.failedFuture(landed.cause());
              }
              missing = false;
              if (state != null) {
                state = state.with(step.next(), breakerAfterwards);
              }
              return Future.succeededFuture();
            });
  }

  /** Sends a step to the store; the state is what it will be. Completes when it is durable. */
  Future<Void> commitAhead(AutomationCommit step, CircuitBreaker breakerAfterwards) {
    Future<Void> sent = send(step);
    state = state().with(step.next(), breakerAfterwards);
    Promise<Void> over = Promise.promise();
    ahead.add(over.future());
    return sent.transform(
        landed -> {
          ahead.remove(over.future());
          if (landed.failed()) {
            unload();
          }
          over.complete();
          return sent;
        });
  }

  private Future<Void> send(AutomationCommit step) {
    return Future.fromCompletionStage(shared.store().automations().commit(step), context);
  }

  /** Completes, and never fails, when another step may be sent ahead. */
  Future<Void> roomAhead() {
    return ahead.size() < MOST_AHEAD ? Future.succeededFuture() : ahead.element();
  }

  /** Completes, and never fails, when all that was sent ahead is durable or refused. */
  Future<Void> landed() {
    return ahead.isEmpty() ? Future.succeededFuture() : ahead.getLast();
  }

  /** How many executions this segment holds, as far as is known. */
  int pausedIn(long segmentId) {
    return state == null ? 0 : state.book().pausedIn(segmentId);
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
