package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.engine.grid.SegmentReply;
import io.spillway.engine.search.ExecutionScan.Owned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the statuses of executions of any automation, with one call per segment. Blocks. */
final class StatusReader {
  private final CurrentSegments segments;

  StatusReader(CurrentSegments segments) {
    this.segments = segments;
  }

  /** The executions with these ids, in their order; missing ones are omitted. */
  List<Owned> of(List<Long> executionIds) {
    Map<Long, List<Integer>> slots = new HashMap<>();
    for (long executionId : executionIds) {
      slots
          .computeIfAbsent(ExecutionIds.segmentOf(executionId), ignored -> new ArrayList<>())
          .add(ExecutionIds.slotOf(executionId));
    }
    Map<Long, Owned> found = new HashMap<>();
    for (SegmentReply.ReadResult read : segments.read(slots)) {
      for (ExecutionStatus status : read.executions()) {
        found.put(status.executionId(), new Owned(read.automationId(), status));
      }
    }
    return executionIds.stream().map(found::get).filter(Objects::nonNull).toList();
  }
}
