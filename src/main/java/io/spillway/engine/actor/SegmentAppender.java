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
 * Has the segments of an automation take the executions that are durable, beside the actor's turns:
 * in their order, one round at a time. A round takes what has collected for a moment, since it
 * costs as much for one trigger as for hundreds; whoever looks at a segment meanwhile has it catch
 * up. Runs on the actor's context.
 */
final class SegmentAppender {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentAppender.class);
  private static final int MAX_BEHIND = 1_024;
  private static final long COLLECTING_MILLIS = 20;

  private final Segments segments;
  private final Context context;
  private final Consumer<SegmentSummary> onFilled;
  private final Runnable onLost;
  private Map<Long, List<AppendBatch>> waiting = new LinkedHashMap<>();
  private int behind;
  private boolean hurried;
  private @Nullable Long collecting;
  private Promise<Void> settled = Promise.promise();

  /**
   * @param segments on the grid
   * @param context of the actor
   * @param onFilled is told what a segment reports of itself
   * @param onLost is told when one must be read back from the store
   */
  SegmentAppender(
      Segments segments, Context context, Consumer<SegmentSummary> onFilled, Runnable onLost) {
    this.segments = segments;
    this.context = context;
    this.onFilled = onFilled;
    this.onLost = onLost;
    settled.complete();
  }

  /** Puts executions, which are durable, into their segments, by segment id. */
  void add(Map<Long, AppendBatch> arrivals) {
    arrivals.forEach(
        (segmentId, some) ->
            waiting.computeIfAbsent(segmentId, first -> new ArrayList<>()).add(some));
    behind++;
    if (settled.future().isComplete()) {
      settled = Promise.promise();
      hurried = false;
      next();
    }
  }

  private void next() {
    if (waiting.isEmpty()) {
      settled.complete();
    } else if (hurried) {
      round();
    } else {
      collecting =
          context
              .owner()
              .setTimer(
                  COLLECTING_MILLIS,
                  over -> {
                    collecting = null;
                    round();
                  });
    }
  }

  private void round() {
    Map<Long, List<AppendBatch>> round = waiting;
    waiting = new LinkedHashMap<>();
    behind = 0;
    List<Future<Void>> filling = new ArrayList<>();
    round.forEach((segmentId, arrivals) -> filling.add(fill(segmentId, arrivals)));
    Future.join(filling).onComplete(over -> next());
  }

  /**
   * Has the segments take at once what has been added. Completes, and never fails, when they hold
   * it all.
   */
  Future<Void> settle() {
    hurried = true;
    if (collecting != null && context.owner().cancelTimer(collecting)) {
      collecting = null;
      round();
    }
    return settled.future();
  }

  /** Completes, and never fails, when more may be added. */
  Future<Void> room() {
    return behind < MAX_BEHIND ? Future.succeededFuture() : settle();
  }

  /**
   * Puts the arrivals into their segment. Their facts are durable, so this cannot undo them: a
   * segment that did not take them is dropped from memory, and comes back from the store with them
   * in it.
   */
  private Future<Void> fill(long segmentId, List<AppendBatch> arrivals) {
    return Future.fromCompletionStage(segments.append(segmentId, arrivals), context)
        .transform(
            filled -> {
              if (filled.succeeded()) {
                onFilled.accept(filled.result().summary());
                return Future.succeededFuture();
              }
              LOG.warn(
                  "segment {} is read back from the store: {}",
                  segmentId,
                  filled.cause().getMessage());
              onLost.run();
              return Future.fromCompletionStage(segments.evict(segmentId), context)
                  .otherwiseEmpty();
            });
  }
}
