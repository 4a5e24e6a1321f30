package io.spillway.engine.actor;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.engine.grid.Segments;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends durable executions to their segments, beside the tasks of the actor: in order, one round
 * at a time. A round appends what has collected for a moment, since it costs as much for one
 * trigger as for hundreds. A reader that needs a segment before that makes it catch up. Runs on the
 * actor's context.
 */
final class SegmentAppender {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentAppender.class);
  private static final int MAX_PENDING = 1_024;
  private static final long COLLECT_MILLIS = 20;

  private final Segments segments;
  private final Context context;
  private final Consumer<SegmentSummary> onAppended;
  private final Runnable onLost;
  private Map<Long, List<AppendBatch>> waiting = new LinkedHashMap<>();
  private int pending;
  private boolean urgent;
  private @Nullable Long roundTimer;
  private Promise<Void> settled = Promise.promise();

  /**
   * @param segments on the grid
   * @param context of the actor
   * @param onAppended takes the summary of a segment after an append
   * @param onLost is called when a segment must be read again from the store
   */
  SegmentAppender(
      Segments segments, Context context, Consumer<SegmentSummary> onAppended, Runnable onLost) {
    this.segments = segments;
    this.context = context;
    this.onAppended = onAppended;
    this.onLost = onLost;
    settled.complete();
  }

  /** Adds durable executions, by segment id. */
  void add(Map<Long, AppendBatch> arrivals) {
    arrivals.forEach(
        (segmentId, some) ->
            waiting.computeIfAbsent(segmentId, first -> new ArrayList<>()).add(some));
    pending++;
    if (settled.future().isComplete()) {
      settled = Promise.promise();
      urgent = false;
      next();
    }
  }

  private void next() {
    if (waiting.isEmpty()) {
      settled.complete();
    } else if (urgent) {
      round();
    } else {
      roundTimer =
          context
              .owner()
              .setTimer(
                  COLLECT_MILLIS,
                  tick -> {
                    roundTimer = null;
                    round();
                  });
    }
  }

  private void round() {
    Map<Long, List<AppendBatch>> round = waiting;
    waiting = new LinkedHashMap<>();
    pending = 0;
    List<Future<Void>> appending = new ArrayList<>();
    round.forEach((segmentId, arrivals) -> appending.add(append(segmentId, arrivals)));
    Future.join(appending).onComplete(appended -> next());
  }

  /** Appends at once what was added. Completes, and never fails, when the segments have it. */
  Future<Void> settle() {
    urgent = true;
    if (roundTimer != null && context.owner().cancelTimer(roundTimer)) {
      roundTimer = null;
      round();
    }
    return settled.future();
  }

  /** Completes, and never fails, when more may be added. */
  Future<Void> room() {
    return pending < MAX_PENDING ? Future.succeededFuture() : settle();
  }

  /**
   * Appends to one segment. The executions are durable whatever happens here: if the append fails,
   * the segment is dropped from memory, and is read again from the store with them.
   */
  private Future<Void> append(long segmentId, List<AppendBatch> arrivals) {
    return Future.fromCompletionStage(segments.append(segmentId, arrivals), context)
        .transform(
            appended -> {
              if (appended.succeeded()) {
                onAppended.accept(appended.result().summary());
                return Future.succeededFuture();
              }
              LOG.warn(
                  "segment {} did not take an append and is read again from the store: {}",
                  segmentId,
                  appended.cause().getMessage());
              onLost.run();
              return Future.fromCompletionStage(segments.evict(segmentId), context)
                  .otherwiseEmpty();
            });
  }
}
