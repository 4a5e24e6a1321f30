package io.spillway.engine.actor;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.SegmentSummary;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The latest summaries of an automation's segments, by id and so by age. Owned by the actor. */
final class SegmentIndex {
  private final TreeMap<Long, SegmentSummary> summaries = new TreeMap<>();
  private Room reserved = Room.NONE;
  private long paused;

  /**
   * Free slots of a segment.
   *
   * @param firstSlot the free slots are this one and all after it
   */
  record Room(long segmentId, int firstSlot) {
    /** Before the first segment. */
    static final Room NONE = new Room(0, ExecutionIds.SLOTS);
  }

  SegmentIndex(Collection<SegmentSummary> known) {
    known.forEach(this::update);
  }

  /** Keeps a summary, unless a newer one of that segment is known. */
  void update(SegmentSummary summary) {
    SegmentSummary known = summaries.get(summary.segmentId());
    if (known != null && summary.isOlderThan(known)) {
      return;
    }
    summaries.put(summary.segmentId(), summary);
    paused += summary.paused() - (known == null ? 0 : known.paused());
  }

  /**
   * Reserves the slots of durable executions that are still to be appended to their segment, so
   * that later executions are placed behind them.
   */
  void onArrivals(long segmentId, AppendBatch arrivals) {
    reserved = new Room(segmentId, arrivals.endSlot());
  }

  /** Paused executions in all segments. */
  long paused() {
    return paused;
  }

  /** The latest summary of a segment. */
  SegmentSummary known(long segmentId) {
    SegmentSummary known = summaries.get(segmentId);
    return known == null ? SegmentSummary.nothingKnownOf(segmentId) : known;
  }

  /** The latest summaries, by age. */
  Collection<SegmentSummary> summaries() {
    return List.copyOf(summaries.values());
  }

  /** The versions of all segments, by id. */
  Map<Long, Long> versions() {
    Map<Long, Long> versions = new HashMap<>();
    summaries.forEach((segmentId, known) -> versions.put(segmentId, known.version()));
    return versions;
  }

  /** Where the next execution goes, if the newest segment has room. */
  Optional<Room> room() {
    return Optional.of(newest()).filter(newest -> newest.firstSlot < ExecutionIds.SLOTS);
  }

  /** The largest segment id, 0 before the first. */
  long lastId() {
    return newest().segmentId;
  }

  private Room newest() {
    if (summaries.isEmpty()) {
      return reserved;
    }
    SegmentSummary last = summaries.lastEntry().getValue();
    boolean isBehind =
        last.segmentId() < reserved.segmentId
            || (last.segmentId() == reserved.segmentId && last.count() < reserved.firstSlot);
    return isBehind ? reserved : new Room(last.segmentId(), last.count());
  }

  /** Ids of the segments with paused executions, oldest first. */
  List<Long> withPaused() {
    return summaries.values().stream()
        .filter(summary -> summary.paused() > 0)
        .map(SegmentSummary::segmentId)
        .toList();
  }

  /** Ids of all segments, oldest first. */
  List<Long> all() {
    return List.copyOf(summaries.keySet());
  }

  /** Ids of all segments with executions, newest first. */
  Collection<Long> newestFirst() {
    return summaries.descendingMap().values().stream()
        .filter(summary -> summary.count() > 0)
        .map(SegmentSummary::segmentId)
        .toList();
  }

  /**
   * Ids of the segments that may have an admitted execution, newest first: those in which not every
   * execution is paused.
   */
  List<Long> admittingNewestFirst() {
    return summaries.descendingMap().values().stream()
        .filter(summary -> summary.paused() < summary.count())
        .map(SegmentSummary::segmentId)
        .toList();
  }

  /** How many new segments {@code arrivals} executions need. */
  int missingFor(int arrivals) {
    int room = ExecutionIds.SLOTS - newest().firstSlot;
    int beyond = Math.max(0, arrivals - room);
    return (beyond + ExecutionIds.SLOTS - 1) / ExecutionIds.SLOTS;
  }
}
