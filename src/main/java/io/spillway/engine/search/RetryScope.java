package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.grid.Segments;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import io.spillway.store.UnreadableSegmentException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/** The executions that a finished resolution could not move. */
final class RetryScope implements LongPredicate {
  private static final int AT_ONCE = 1_000;

  private final Map<Long, Slots> slots = new HashMap<>();
  private final Optional<Selection> selection;

  /** Reads them. Blocks. */
  RetryScope(
      Segments segments, AutomationStore automations, String automationId, String resolutionId) {
    Resolution resolution =
        automations
            .resolution(automationId, resolutionId)
            .filter(Resolution::isDone)
            .orElseThrow(
                () -> new IllegalArgumentException("resolution " + resolutionId + " is not DONE"));
    selection = resolution.order().selection();
    List<FailedSegment> failed;
    long after = -1;
    do {
      failed = automations.failedSegments(resolutionId, after, AT_ONCE);
      for (FailedSegment segment : failed) {
        after = segment.segmentId();
        slots.put(after, slotsOf(segments, segment, resolution.throughGeneration()));
      }
    } while (failed.size() == AT_ONCE);
  }

  private static Slots slotsOf(Segments segments, FailedSegment failed, int throughGeneration) {
    List<Long> ranges = failed.ranges();
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i += 2) {
      for (long id = ranges.get(i); id <= ranges.get(i + 1); id++) {
        found.add(ExecutionIds.slotOf(id));
      }
    }
    if (!ranges.isEmpty()) {
      return Slots.of(found);
    }
    try {
      // It could not be read then: all that is paused in it, of which the selection takes its part.
      Arrays.stream(
              BlockingWait.on(segments.readPaused(failed.segmentId(), throughGeneration))
                  .executionIds())
          .forEach(id -> found.add(ExecutionIds.slotOf(id)));
    } catch (UnreadableSegmentException e) {
      return Slots.NONE;
    }
    return found.isEmpty() ? Slots.NONE : Slots.of(found);
  }

  /** What it was to move; all if there is none. */
  Optional<Selection> selection() {
    return selection;
  }

  @Override
  public boolean test(long executionId) {
    return slots
        .getOrDefault(ExecutionIds.segmentOf(executionId), Slots.NONE)
        .contains(ExecutionIds.slotOf(executionId));
  }
}
