package io.spillway.actor;

import io.spillway.execution.ExecutionIds;
import io.spillway.execution.SegmentSummary;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What an actor knows of its segments, by id and so by age. Owned by the actor. */
final class SegmentBook {
  private final TreeMap<Long, SegmentSummary> summaries = new TreeMap<>();
  private long paused;

  SegmentBook(Collection<SegmentSummary> known) {
    known.forEach(this::update);
  }

  /** Notes a summary, unless a newer one of that segment is known. */
  void update(SegmentSummary summary) {
    SegmentSummary known = summaries.get(summary.segmentId());
    if (known != null && summary.isOlderThan(known)) {
      return;
    }
    summaries.put(summary.segmentId(), summary);
    paused += summary.paused() - (known == null ? 0 : known.paused());
  }

  /** Executions held in all segments. */
  long paused() {
    return paused;
  }

  /** How many executions this segment holds, as far as is known. */
  int pausedIn(long segmentId) {
    SegmentSummary known = summaries.get(segmentId);
    return known == null ? 0 : known.paused();
  }

  /** The segment that takes the next execution, if one has room. */
  Optional<SegmentSummary> open() {
    return summaries.isEmpty()
        ? Optional.empty()
        : Optional.of(summaries.lastEntry().getValue()).filter(last -> !last.isFull());
  }

  /** The largest segment id, 0 before the first. */
  long lastId() {
    return summaries.isEmpty() ? 0 : summaries.lastKey();
  }

  /** Ids of the segments that hold an execution, oldest first. */
  List<Long> holding() {
    return summaries.values().stream()
        .filter(summary -> summary.paused() > 0)
        .map(SegmentSummary::segmentId)
        .toList();
  }

  /** Ids of all segments, oldest first. */
  List<Long> all() {
    return List.copyOf(summaries.keySet());
  }

  /** Ids of all segments, newest first. */
  List<Long> newestFirst() {
    return List.copyOf(summaries.descendingKeySet());
  }

  /** How many new segments {@code arrivals} executions need. */
  int missingFor(int arrivals) {
    int room = open().map(open -> ExecutionIds.SLOTS - open.count()).orElse(0);
    int beyond = Math.max(0, arrivals - room);
    return (beyond + ExecutionIds.SLOTS - 1) / ExecutionIds.SLOTS;
  }
}
