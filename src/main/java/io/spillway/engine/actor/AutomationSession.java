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
 * The automation of an actor: its state as last made durable, and the one way to change it.
 *
 * <p>After a failed commit it is not known what the store has, so the state is dropped and loaded
 * again before the next task. Runs on the actor's context.
 */
final class AutomationSession {
  private final String id;
  private final ActorContext shared;
  private final Context context;
  private final StateLoader loader;
  private final Listener listener;
  private final SegmentAppender appender;
  private final List<SegmentSummary> summariesWhileUnloaded = new ArrayList<>();
  private @Nullable AutomationState state;
  private boolean missing;

  /** Is told of what becomes known. Called on the actor's context. */
  interface Listener {
    /** A state is loaded that has unfinished resolutions. */
    void onUnfinished();

    /** The state is not known any more. */
    void onUnloaded();

    /** A state is loaded. */
    void onLoaded(AutomationState state);

    /** The definition was changed. */
    void onRedefined(AutomationState state);

    /** A segment has changed. */
    void onSegment(SegmentSummary summary);
  }

  /**
   * @param id of the automation
   * @param shared by the actors of the node
   * @param context of the actor
   * @param listener is told of what becomes known
   */
  AutomationSession(String id, ActorContext shared, Context context, Listener listener) {
    this.id = id;
    this.shared = shared;
    this.context = context;
    this.listener = listener;
    this.loader = new StateLoader(shared.store(), shared.clock());
    this.appender = new SegmentAppender(shared.segments(), context, this::onSummary, this::unload);
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

  /** Whether the state is known. */
  boolean isLoaded() {
    return state != null;
  }

  /** Resolutions that are recorded and not finished, oldest first; empty if it is not loaded. */
  List<Resolution> unfinished() {
    return state == null ? List.of() : state.unfinished();
  }

  /** Whether the store had no such automation when it was last read. */
  boolean isMissing() {
    return missing;
  }

  /** Appends durable executions to their segments. */
  SegmentAppender appender() {
    return appender;
  }

  /**
   * Appends all durable executions to their segments at once. Completes, and never fails, when the
   * segments have them.
   */
  Future<Void> settle() {
    return appender.settle();
  }

  /**
   * Claims the automation and reads its state, unless that is known. Completes with whether the
   * automation exists; fails with {@link AutomationMovedException} if another node owns it.
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
                    summariesWhileUnloaded.forEach(known.segments()::update);
                    listener.onLoaded(known);
                    if (!known.unfinished().isEmpty()) {
                      listener.onUnfinished();
                    }
                  });
              summariesWhileUnloaded.clear();
              return loaded.isPresent();
            });
  }

  /** Drops the state, which is then loaded again. */
  void unload() {
    state = null;
    listener.onUnloaded();
  }

  /**
   * Makes a commit durable, then changes the state.
   *
   * <p>The state changes within the chain and not in a listener beside it: when another thread
   * completes a future, a listener added earlier may run after one that is added at that moment,
   * and the next task would begin on the old state.
   */
  Future<Void> commit(AutomationCommit commit, CircuitBreaker nextBreaker) {
    return Future.fromCompletionStage(shared.store().automations().commit(commit), context)
        .transform(
            committed -> {
              if (committed.failed()) {
                unload();
                return Future.failedFuture(committed.cause());
              }
              missing = false;
              if (state != null) {
                state = state.with(commit, nextBreaker);
                if (commit.redefines()) {
                  listener.onRedefined(state);
                }
              }
              return Future.succeededFuture();
            });
  }

  /**
   * Records the counts of an unfinished resolution.
   *
   * @param epoch of the owner that counted
   */
  Future<Void> recordProgress(Resolution counted, long epoch) {
    return Future.fromCompletionStage(
        shared.store().automations().recordProgress(counted, epoch), context);
  }

  /** Which of these operations were carried out, by any owner, and the executions they created. */
  Future<Map<Long, Long>> applied(Collection<Long> operationIds) {
    return context.executeBlocking(
        () -> shared.store().automations().applied(id, operationIds), false);
  }

  /** How many automations there are, up to {@code limit}. */
  Future<Integer> automations(int limit) {
    return context.executeBlocking(() -> shared.store().automations().count(limit), false);
  }

  /** Bytes of the published versions before this one. */
  Future<Long> versionBytes(int beforeVersion) {
    return context.executeBlocking(
        () -> shared.store().automations().versionBytes(id, beforeVersion), false);
  }

  /** Which of these requests were answered, by the ids of their keys. */
  Future<Map<String, AnsweredRequest>> answered(Collection<String> keyIds) {
    return context.executeBlocking(() -> shared.store().automations().answered(keyIds), false);
  }

  /** The executions of a selection that are still paused. Takes long if they are many. */
  Future<PausedSet> findPaused(Selection selection) {
    return Future.fromCompletionStage(
        shared.paused().find(id, selection.filter(), selection.throughExecutionId()), context);
  }

  /** A resolution of this automation as it is recorded, if it is. */
  Future<Optional<Resolution>> recorded(String resolutionId) {
    return context.executeBlocking(
        () -> shared.store().automations().resolution(id, resolutionId), false);
  }

  /** Updates the segment index with what a segment reports. */
  void onSummary(SegmentSummary summary) {
    if (state == null) {
      summariesWhileUnloaded.add(summary);
      return;
    }
    state.segments().update(summary);
    listener.onSegment(state.segments().known(summary.segmentId()));
  }
}
