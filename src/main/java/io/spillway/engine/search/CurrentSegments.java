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
 * Reads segments including all answered triggers. A trigger is answered when its execution is
 * durable, shortly before it is appended to the segment: a read in between appends missing
 * executions from the store first. Blocks.
 */
final class CurrentSegments {
  private final Segments segments;
  private final ExecutionStore store;

  CurrentSegments(Segments segments, ExecutionStore store) {
    this.segments = segments;
    this.store = store;
  }

  /**
   * Reads the executions in slots of several segments concurrently; segments that do not exist are
   * omitted.
   *
   * @param slots by segment id; at least one per segment
   */
  List<SegmentReply.ReadResult> read(Map<Long, List<Integer>> slots) {
    List<Supplier<SegmentReply.ReadResult>> answers = new ArrayList<>();
    slots.forEach(
        (segmentId, wanted) -> {
          CompletionStage<SegmentReply.ReadResult> first = segments.read(segmentId, wanted);
          answers.add(
              () ->
                  current(
                      segmentId,
                      BlockingWait.on(first),
                      Collections.max(wanted),
                      () -> segments.read(segmentId, wanted)));
        });
    return answers.stream().map(Supplier::get).toList();
  }

  /** Reads the newest executions below a slot, in these states (a bit mask, 0 for any). */
  SegmentReply.ReadResult readNewest(long segmentId, int beforeSlot, int stateMask, int limit) {
    Supplier<CompletionStage<SegmentReply.ReadResult>> request =
        () -> segments.readNewest(segmentId, beforeSlot, stateMask, limit);
    return current(segmentId, BlockingWait.on(request.get()), beforeSlot - 1, request);
  }

  /**
   * Returns {@code read} if it covers {@code lastSlot}; otherwise updates the segment and reads
   * again.
   */
  private SegmentReply.ReadResult current(
      long segmentId,
      SegmentReply.ReadResult read,
      int lastSlot,
      Supplier<CompletionStage<SegmentReply.ReadResult>> retry) {
    if (read.automationId().isEmpty() || lastSlot < read.count()) {
      return read;
    }
    List<AppendBatch> missing = store.appendBatches(segmentId, read.count());
    if (missing.isEmpty()) {
      return read;
    }
    BlockingWait.on(segments.append(segmentId, missing));
    return BlockingWait.on(retry.get());
  }
}
