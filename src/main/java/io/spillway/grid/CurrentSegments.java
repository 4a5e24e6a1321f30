package io.spillway.grid;

import io.spillway.execution.Arrivals;
import io.spillway.store.ExecutionStore;
import io.spillway.store.Waiting;
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
  List<SegmentReply.Told> tell(Map<Long, List<Integer>> slots) {
    List<Supplier<SegmentReply.Told>> answers = new ArrayList<>();
    slots.forEach(
        (segmentId, some) -> {
          CompletionStage<SegmentReply.Told> first = segments.tell(segmentId, some);
          answers.add(
              () ->
                  current(
                      segmentId,
                      Waiting.on(first),
                      Collections.max(some),
                      () -> segments.tell(segmentId, some)));
        });
    return answers.stream().map(Supplier::get).toList();
  }

  /** Reads the newest executions below a slot, of these states (a bit mask, 0 for any). */
  SegmentReply.Told tellNewest(long segmentId, int beforeSlot, int stateMask, int limit) {
    Supplier<CompletionStage<SegmentReply.Told>> ask =
        () -> segments.tellNewest(segmentId, beforeSlot, stateMask, limit);
    return current(segmentId, Waiting.on(ask.get()), beforeSlot - 1, ask);
  }

  /** What a segment told, if it has as much as a slot asks for; else what it tells then. */
  private SegmentReply.Told current(
      long segmentId,
      SegmentReply.Told told,
      int lastSlot,
      Supplier<CompletionStage<SegmentReply.Told>> again) {
    if (told.automationId().isEmpty() || lastSlot < told.count()) {
      return told;
    }
    List<Arrivals> missing = store.arrivals(segmentId, told.count());
    if (missing.isEmpty()) {
      return told;
    }
    Waiting.on(segments.append(segmentId, missing));
    return Waiting.on(again.get());
  }
}
