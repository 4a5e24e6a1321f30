package io.spillway.engine.actor;

import io.spillway.domain.breaker.Admission;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the executions of an admission are placed.
 *
 * <p>An execution id is {@code segmentId · 1024 + slot}, so an id leads to its grid entry without
 * an index, and an execution is placed by choosing its id. Three rules:
 *
 * <ul>
 *   <li><b>A segment has executions of one automation.</b> A resolution then visits few entries and
 *       changes a thousand executions in each; mixed segments would make every resolution visit all
 *       of them, and two automations would wait for each other's writes. The price is a partly
 *       filled segment for each automation.
 *   <li><b>Ids rise with time within an automation.</b> Slots are used in order, a new segment gets
 *       a larger id than all segments of its automation, and the single writer never goes back. So
 *       newest first is descending by id, without sorting by time; a selection is bounded by one
 *       number, the newest execution that was reviewed; and the window of the breaker is rebuilt
 *       from the end.
 *   <li><b>Nodes take segment ids in blocks</b> from a counter in the store (see {@link
 *       SegmentIds}). Ids of different automations are not ordered by time, which nobody needs. A
 *       crash leaves gaps, which cost nothing.
 * </ul>
 *
 * <p>Measured first: with a grid entry for each execution, resolving a million takes 4 to 16 s in
 * memory alone; with segments 0.05 s.
 *
 * <p>Admitted executions come before paused ones: the breaker trips once within a batch, so their
 * slots are two ranges in each segment.
 *
 * @param executionIds one for each trigger, in the order of the triggers, rising
 * @param arrivals what is appended to each segment, by segment id, oldest segment first
 */
record Placement(List<Long> executionIds, Map<Long, AppendBatch> arrivals) {

  /**
   * Fills the open segment, then the new ones.
   *
   * @param plan what the breaker decided
   * @param segments of the automation
   * @param newSegments ids of new segments, as many as {@link SegmentIndex#missingFor} counts
   */
  static Placement of(Admission plan, SegmentIndex segments, List<Long> newSegments) {
    List<Long> executionIds = new ArrayList<>(plan.admitted() + plan.paused());
    Map<Long, AppendBatch> arrivals = new LinkedHashMap<>();
    List<SegmentIndex.Room> rooms = new ArrayList<>();
    segments.room().ifPresent(rooms::add);
    newSegments.forEach(segmentId -> rooms.add(new SegmentIndex.Room(segmentId, 0)));
    int admittedLeft = plan.admitted();
    int pausedLeft = plan.paused();
    for (SegmentIndex.Room room : rooms) {
      int admitted = Math.min(admittedLeft, ExecutionIds.SLOTS - room.firstSlot());
      int paused = Math.min(pausedLeft, ExecutionIds.SLOTS - room.firstSlot() - admitted);
      for (int i = 0; i < admitted + paused; i++) {
        executionIds.add(ExecutionIds.of(room.segmentId(), room.firstSlot() + i));
      }
      arrivals.put(
          room.segmentId(),
          new AppendBatch(
              room.firstSlot(), admitted, paused, plan.next().generation(), plan.atMillis()));
      admittedLeft -= admitted;
      pausedLeft -= paused;
    }
    if (admittedLeft + pausedLeft > 0) {
      throw new IllegalStateException(
          admittedLeft + pausedLeft + " executions do not fit into " + rooms.size() + " segments");
    }
    return new Placement(executionIds, arrivals);
  }

  /** The facts of the executions of these triggers. */
  List<ExecutionFact> facts(
      Admission plan, int automationVersion, List<AutomationCommand.Execute> triggers) {
    List<ExecutionFact> facts = new ArrayList<>(triggers.size());
    for (int i = 0; i < triggers.size(); i++) {
      facts.add(
          new ExecutionFact(
              executionIds.get(i),
              plan.atMillis(),
              i < plan.admitted() ? 0 : plan.next().generation(),
              automationVersion,
              triggers.get(i).actor(),
              triggers.get(i).context()));
    }
    return facts;
  }
}
