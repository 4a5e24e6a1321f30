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
 * Where the executions of an admission go: their ids in the order of their triggers, and what
 * enters each segment.
 *
 * @param executionIds one for each trigger, rising
 * @param arrivals by segment id, oldest segment first
 */
record Placement(List<Long> executionIds, Map<Long, AppendBatch> arrivals) {

  /**
   * Fills the open segment, then the new ones.
   *
   * @param plan what the breaker decided
   * @param book what is there
   * @param newSegments ids of new segments, as many as {@link SegmentIndex#missingFor} asks
   */
  static Placement of(Admission plan, SegmentIndex book, List<Long> newSegments) {
    List<Long> executionIds = new ArrayList<>(plan.admitted() + plan.paused());
    Map<Long, AppendBatch> arrivals = new LinkedHashMap<>();
    List<SegmentIndex.Room> rooms = new ArrayList<>();
    book.room().ifPresent(rooms::add);
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
      throw new IllegalStateException(admittedLeft + pausedLeft + " executions have no place");
    }
    return new Placement(executionIds, arrivals);
  }

  /** The facts of the executions, whose contexts are given in the order of their triggers. */
  List<ExecutionFact> facts(Admission plan, int automationVersion, List<byte[]> contexts) {
    List<ExecutionFact> facts = new ArrayList<>(contexts.size());
    for (int i = 0; i < contexts.size(); i++) {
      facts.add(
          new ExecutionFact(
              executionIds.get(i),
              plan.atMillis(),
              i < plan.admitted() ? 0 : plan.next().generation(),
              automationVersion,
              contexts.get(i)));
    }
    return facts;
  }
}
