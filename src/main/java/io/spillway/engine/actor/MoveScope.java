package io.spillway.engine.actor;

import io.spillway.domain.execution.Slots;
import io.spillway.domain.resolution.Resolution;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * Which executions a recorded resolution is to move.
 *
 * @param resolution as recorded
 * @param match the executions of its selection; everything that is paused if it has none
 * @param resumed whether an earlier visit may have moved some of them
 */
record MoveScope(Resolution resolution, Optional<MatchedSelection> match, boolean resumed) {
  /**
   * The segments to visit. A resumed resolution visits every segment: one that it has changed
   * before has fewer paused executions now, and replies what it moved then.
   */
  Collection<Long> segmentIds(SegmentIndex segments) {
    if (resumed) {
      return segments.all();
    }
    return match
        .<Collection<Long>>map(matched -> new TreeSet<>(matched.found().bySegment().keySet()))
        .orElseGet(() -> List.copyOf(segments.withPaused()));
  }

  /** The slots of a segment that it may move. */
  LongFunction<Slots> slots() {
    return match.<LongFunction<Slots>>map(matched -> matched.found()::in).orElse(any -> Slots.ALL);
  }
}
