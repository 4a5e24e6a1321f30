package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Slots;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects paused executions during a scan. For one thread. */
final class PausedSetBuilder implements GridPausedExecutions.Visitor {
  private final Map<Long, Slots> slots = new HashMap<>();
  private final List<Integer> current = new ArrayList<>();

  @Override
  public void visit(ExecutionStatus status, JsonObject context) {
    current.add(ExecutionIds.slotOf(status.executionId()));
  }

  @Override
  public void onRead(long segmentId) {
    if (!current.isEmpty()) {
      slots.put(segmentId, Slots.of(current));
      current.clear();
    }
  }

  @Override
  public void onUnreadable(UnreadableSegment segment) {
    current.clear();
  }

  PausedSet build() {
    return new PausedSet(slots);
  }
}
