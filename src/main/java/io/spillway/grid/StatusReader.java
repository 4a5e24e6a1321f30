package io.spillway.grid;

import io.spillway.execution.ExecutionIds;
import io.spillway.execution.ExecutionStatus;
import io.spillway.grid.ExecutionWalk.Owned;
import io.spillway.store.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Reads the statuses of executions of any automation, each segment asked once. Blocks. */
final class StatusReader {
  private final Segments segments;

  StatusReader(Segments segments) {
    this.segments = segments;
  }

  /** The executions with these ids, in their order; one that does not exist is left out. */
  List<Owned> of(List<Long> executionIds) {
    Map<Long, List<Integer>> slots = new HashMap<>();
    for (long executionId : executionIds) {
      slots
          .computeIfAbsent(ExecutionIds.segmentOf(executionId), ignored -> new ArrayList<>())
          .add(ExecutionIds.slotOf(executionId));
    }
    List<CompletionStage<SegmentReply.Told>> answers = new ArrayList<>();
    slots.forEach((segmentId, ofSegment) -> answers.add(segments.tell(segmentId, ofSegment)));
    Map<Long, Owned> found = new HashMap<>();
    for (CompletionStage<SegmentReply.Told> answer : answers) {
      SegmentReply.Told told = Waiting.on(answer);
      for (ExecutionStatus status : told.executions()) {
        found.put(status.executionId(), new Owned(told.automationId(), status));
      }
    }
    return executionIds.stream().map(found::get).filter(Objects::nonNull).toList();
  }
}
