package io.spillway.engine.search;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.engine.grid.SegmentReply;
import io.spillway.engine.grid.Segments;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Segments as their triggers were answered. A trigger is answered when its execution is durable, a
 * moment before the segment takes it: who looks in between has the segment catch up with the store.
 * Blocks.
 */
final class CurrentSegments {
  private final Segments segments;
  private final ExecutionStore store;

  CurrentSegments(Segments segments, ExecutionStore store) {
    this.segments = segments;
    this.store = store;
  }

  /**
   * Reads the executions in slots of several segments, of all at the same time; nothing of those
   * that do not exist.
   *
   * @param slots by segment id; at least one of each
   */
  List<SegmentReply.ReadResult> read(Map<Long, List<Integer>> slots) {
    List<Supplier<SegmentReply.ReadResult>> answers = new ArrayList<>();
    slots.forEach(
        (segmentId, some) -> {
          CompletionStage<SegmentReply.ReadResult> first = segments.read(segmentId, some);
          answers.add(
              () ->
                  current(
                      segmentId,
                      BlockingWait.on(first),
                      Collections.max(some),
                      () -> segments.read(segmentId, some)));
        });
    return answers.stream().map(Supplier::get).toList();
  }

  /** Reads the newest executions below a slot, of these states (a bit mask, 0 for any). */
  SegmentReply.ReadResult readNewest(long segmentId, int beforeSlot, int stateMask, int limit) {
    Supplier<CompletionStage<SegmentReply.ReadResult>> ask =
        () -> segments.readNewest(segmentId, beforeSlot, stateMask, limit);
    return current(segmentId, BlockingWait.on(ask.get()), beforeSlot - 1, ask);
  }

  /** What a segment read, if it has as much as a slot asks for; else what it tells then. */
  private SegmentReply.ReadResult current(
      long segmentId,
      SegmentReply.ReadResult read,
      int lastSlot,
      Supplier<CompletionStage<SegmentReply.ReadResult>> again) {
    if (read.automationId().isEmpty() || lastSlot < read.count()) {
      return read;
    }
    List<AppendBatch> missing = store.appendBatches(segmentId, read.count());
    if (missing.isEmpty()) {
      return read;
    }
    BlockingWait.on(segments.append(segmentId, missing));
    return BlockingWait.on(again.get());
  }
}
