package io.spillway.engine.runner;

import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.StepCounts;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which segments of an automation have something to do, the oldest first, and how many of its
 * executions run. Kept from the summaries, so that no segment is read in vain. Not thread-safe.
 */
final class ReadySegments {
  private final Map<Long, StepCounts> known = new HashMap<>();
  private final Map<Long, Long> updates = new HashMap<>();
  private final TreeSet<Long> ready = new TreeSet<>();
  private final TreeMap<Long, TreeSet<Long>> byDue = new TreeMap<>();
  private long running;
  private long unfinished;

  /** Forgets everything. */
  void clear() {
    known.clear();
    ready.clear();
    byDue.clear();
    running = 0;
    unfinished = 0;
  }

  /** Takes the latest summary of a segment, which may have something to do now. */
  void update(SegmentSummary summary) {
    long segmentId = summary.segmentId();
    updates.merge(segmentId, 1L, Long::sum);
    StepCounts before = known.put(segmentId, summary.counts());
    if (before != null) {
      count(before, -1);
      removeDue(segmentId, before.nextDueMillis());
    }
    StepCounts counts = summary.counts();
    count(counts, 1);
    if (counts.nextDueMillis() < Long.MAX_VALUE) {
      byDue.computeIfAbsent(counts.nextDueMillis(), due -> new TreeSet<>()).add(segmentId);
    }
    if (counts.pending() + counts.queued() > 0) {
      ready.add(segmentId);
    } else {
      ready.remove(segmentId);
    }
  }

  private void count(StepCounts counts, int sign) {
    running += (long) sign * counts.running();
    unfinished +=
        (long) sign * (counts.pending() + counts.queued() + counts.running() + counts.waiting());
  }

  private void removeDue(long segmentId, long due) {
    TreeSet<Long> same = byDue.get(due);
    if (same != null) {
      same.remove(segmentId);
      if (same.isEmpty()) {
        byDue.remove(due);
      }
    }
  }

  /** Executions in PROCESS_STEP. */
  long running() {
    return running;
  }

  /** Whether every execution has ended or is paused. */
  boolean isFinished() {
    return unfinished == 0;
  }

  /** The oldest segment with something that may be started. */
  OptionalLong next() {
    return ready.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ready.first());
  }

  /** How often a segment was updated: taken before it is read. */
  long updatesOf(long segmentId) {
    return updates.getOrDefault(segmentId, 0L);
  }

  /**
   * Nothing more can be started in this segment until it changes.
   *
   * @param updatesBefore of the segment when it was read; if it has changed since, it stays
   */
  void exhausted(long segmentId, long updatesBefore) {
    if (updatesOf(segmentId) == updatesBefore) {
      ready.remove(segmentId);
    }
  }

  /** Nothing that is due can go on in this segment until it changes, as {@link #exhausted}. */
  void exhaustedDue(long segmentId, long updatesBefore) {
    StepCounts counts = known.get(segmentId);
    if (counts != null && updatesOf(segmentId) == updatesBefore) {
      removeDue(segmentId, counts.nextDueMillis());
    }
  }

  /** The segment with the earliest time that has come, if there is one. */
  OptionalLong due(long nowMillis) {
    Map.Entry<Long, TreeSet<Long>> first = byDue.firstEntry();
    return first == null || first.getKey() > nowMillis
        ? OptionalLong.empty()
        : OptionalLong.of(first.getValue().first());
  }

  /** The earliest time, {@link Long#MAX_VALUE} if there is none. */
  long nextDueMillis() {
    return byDue.isEmpty() ? Long.MAX_VALUE : byDue.firstKey();
  }
}
