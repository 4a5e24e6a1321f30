package io.spillway.engine.actor;

import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.ResolutionProgress;
import io.spillway.engine.grid.SegmentReply;
import io.spillway.engine.grid.Segments;
import io.spillway.store.UnknownOutcomeException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Visits the segments of a resolution, a limited number at a time. Runs on the actor's context,
 * beside its tasks.
 */
final class ResolutionRunner {
  private static final long RETRY_MILLIS = 500;

  private final ResolutionProgress progress;
  private final Segments segments;
  private final Context context;
  private final int maxInFlight;
  private final Consumer<SegmentReply.Resolved> onResolved;
  private final LongFunction<SegmentSummary> known;
  private final RepeatedWarnings warnings;
  private final Promise<ResolutionProgress> done = Promise.promise();
  private boolean stopped;

  /** Segments that may have been changed without a reply: their counts must come from them. */
  private final Set<Long> inDoubt = new HashSet<>();

  /**
   * @param progress which segments to visit, and their replies
   * @param shared segments and limits
   * @param context of the actor
   * @param onResolved takes the reply of each segment
   * @param known the latest summary of a segment, by its id
   */
  ResolutionRunner(
      ResolutionProgress progress,
      ActorContext shared,
      Context context,
      Consumer<SegmentReply.Resolved> onResolved,
      LongFunction<SegmentSummary> known) {
    this.progress = progress;
    this.segments = shared.segments();
    this.maxInFlight = shared.settings().segmentsInFlight();
    this.warnings = shared.warnings();
    this.context = context;
    this.onResolved = onResolved;
    this.known = known;
  }

  /** Starts; completes, and never fails, when every segment has replied or it is stopped. */
  Future<ResolutionProgress> start() {
    visitMore();
    return done.future();
  }

  /** The resolution with its counts so far. */
  Resolution resolution() {
    return progress.resolution();
  }

  /** Visits no more segments. */
  void stop() {
    stopped = true;
    done.tryComplete(progress);
  }

  private void visitMore() {
    if (stopped) {
      return;
    }
    OptionalLong segmentId = progress.next(maxInFlight);
    while (segmentId.isPresent()) {
      visit(segmentId.getAsLong());
      segmentId = progress.next(maxInFlight);
    }
    if (progress.isDone()) {
      done.tryComplete(progress);
    }
  }

  private void visit(long segmentId) {
    Resolution resolution = progress.resolution();
    Future.fromCompletionStage(
            segments.resolve(
                known.apply(segmentId),
                resolution.id(),
                resolution.throughGeneration(),
                progress.slotsOf(segmentId),
                resolution.order().decision().target(),
                resolution.startedAt().toEpochMilli()),
            context)
        .onComplete(
            reply -> {
              if (reply.succeeded()) {
                onResolved(reply.result());
              } else {
                onFailed(segmentId, reply.cause());
              }
            });
  }

  private void retry(long segmentId) {
    if (!stopped) {
      visit(segmentId);
    }
  }

  private void onResolved(SegmentReply.Resolved reply) {
    inDoubt.remove(reply.summary().segmentId());
    progress.onResolved(reply.moved());
    onResolved.accept(reply);
    visitMore();
  }

  private void onFailed(long segmentId, Throwable failure) {
    Resolution resolution = progress.resolution();
    String cause = String.valueOf(failure.getMessage());
    if (failure instanceof UnknownOutcomeException || inDoubt.contains(segmentId)) {
      warnings.warn(
          "resolution {} visits segment {} again, since its outcome is not known: {}",
          resolution.id(),
          segmentId,
          cause);
      inDoubt.add(segmentId);
      context.owner().setTimer(RETRY_MILLIS, tick -> retry(segmentId));
      return;
    }
    warnings.warn(
        "resolution {}: executions of segment {} stay paused: {}",
        resolution.id(),
        segmentId,
        cause);
    Future.fromCompletionStage(
            segments.readPaused(segmentId, resolution.throughGeneration()), context)
        .onComplete(
            paused -> {
              if (paused.succeeded()) {
                progress.onFailed(
                    segmentId, paused.result().among(progress.slotsOf(segmentId)), cause);
              } else {
                progress.onUnreadable(
                    segmentId,
                    Math.min(progress.slotsOf(segmentId).count(), known.apply(segmentId).paused()),
                    cause);
              }
              visitMore();
            });
  }
}
