package io.spillway.engine.actor;

import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Failure;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.ResolutionProgress;
import io.spillway.engine.grid.SegmentReply;
import io.spillway.engine.grid.Segments;
import io.spillway.store.UnknownOutcomeException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a resolution over its segments, a bounded number at a time. Runs on the actor's context,
 * beside its turns.
 */
final class ResolutionRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ResolutionRunner.class);

  private static final long ASK_AGAIN_MILLIS = 500;

  private final ResolutionProgress run;
  private final Segments segments;
  private final Context context;
  private final int maxInFlight;
  private final Consumer<SegmentReply.Resolved> onResolved;
  private final LongFunction<SegmentSummary> known;
  private final Promise<ResolutionProgress> over = Promise.promise();
  private boolean stopped;

  /**
   * Segments of which it is not known whether they were resolved: only they themselves can tell.
   */
  private final Set<Long> inDoubt = new HashSet<>();

  /**
   * @param run what to visit
   * @param shared segments and bounds
   * @param context of the actor
   * @param onResolved is told what each segment answers
   * @param known what the actor knew of a segment, by its id, when the resolution began or later
   */
  ResolutionRunner(
      ResolutionProgress run,
      ActorContext shared,
      Context context,
      Consumer<SegmentReply.Resolved> onResolved,
      LongFunction<SegmentSummary> known) {
    this.run = run;
    this.segments = shared.segments();
    this.maxInFlight = shared.settings().segmentsInFlight();
    this.context = context;
    this.onResolved = onResolved;
    this.known = known;
  }

  /** Begins; completes, and never fails, when every segment has reported. */
  Future<ResolutionProgress> start() {
    visitMore();
    return over.future();
  }

  /** The resolution, counting what was reported up to now. */
  Resolution resolution() {
    return run.resolution();
  }

  List<Failure> failures() {
    return run.failures();
  }

  List<FailedSegment> failedSegments() {
    return run.failedSegments();
  }

  /** Visits no more segments; nothing is told any more. */
  void stop() {
    stopped = true;
    over.tryComplete(run);
  }

  private void visitMore() {
    if (stopped) {
      return;
    }
    OptionalLong segmentId = run.next(maxInFlight);
    while (segmentId.isPresent()) {
      visit(segmentId.getAsLong());
      segmentId = run.next(maxInFlight);
    }
    if (run.isOver()) {
      over.tryComplete(run);
    }
  }

  private void visit(long segmentId) {
    Resolution resolution = run.resolution();
    Future.fromCompletionStage(
            segments.resolve(
                known.apply(segmentId),
                resolution.id(),
                resolution.throughGeneration(),
                run.slotsOf(segmentId),
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

  private void askAgain(long segmentId) {
    if (!stopped) {
      visit(segmentId);
    }
  }

  private void onResolved(SegmentReply.Resolved reply) {
    inDoubt.remove(reply.summary().segmentId());
    run.onResolved(reply.moved());
    onResolved.accept(reply);
    visitMore();
  }

  private void onFailed(long segmentId, Throwable failure) {
    Resolution resolution = run.resolution();
    String cause = String.valueOf(failure.getMessage());
    if (failure instanceof UnknownOutcomeException || inDoubt.contains(segmentId)) {
      LOG.warn(
          "resolution {} asks again what became of segment {}: {}",
          resolution.id(),
          segmentId,
          cause);
      inDoubt.add(segmentId);
      context.owner().setTimer(ASK_AGAIN_MILLIS, tick -> askAgain(segmentId));
      return;
    }
    LOG.warn(
        "resolution {}: executions of segment {} stay paused: {}",
        resolution.id(),
        segmentId,
        cause);
    Future.fromCompletionStage(
            segments.readPaused(segmentId, resolution.throughGeneration()), context)
        .onComplete(
            held -> {
              if (held.succeeded()) {
                run.onFailed(segmentId, held.result().among(run.slotsOf(segmentId)), cause);
              } else {
                run.onUnreadable(
                    segmentId,
                    Math.min(run.slotsOf(segmentId).count(), known.apply(segmentId).paused()),
                    cause);
              }
              visitMore();
            });
  }
}
