package io.spillway.engine.actor;

import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.CircuitBreaker;
import io.spillway.domain.breaker.TrailingWindow;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationRecord;
import io.spillway.store.Store;
import io.spillway.store.UnreadableSegmentException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the state of an automation from the store. Blocks. */
final class StateLoader {
  private static final Logger LOG = LoggerFactory.getLogger(StateLoader.class);

  private final Store store;
  private final Clock clock;

  StateLoader(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Claims an automation, if it exists, and reads its state. */
  Optional<AutomationState> load(String automationId) {
    return store.automations().claim(automationId).map(this::stateOf);
  }

  private AutomationState stateOf(AutomationRecord record) {
    String automationId = record.automation().id();
    SegmentIndex segments = new SegmentIndex(store.executions().summaries(automationId));
    List<Resolution> unfinished = store.automations().unfinishedResolutions(automationId);
    return new AutomationState(
        record, breaker(record, segments), segments, contextsToday(record, segments), unfinished);
  }

  /**
   * Read from the newest segment backwards, since ids rise with time. One that is damaged counts
   * nothing.
   */
  private ContextBytes contextsToday(AutomationRecord record, SegmentIndex segments) {
    Instant now = clock.instant();
    Instant start = ContextBytes.startOfDay(now);
    if (record.lastExecutedAt().filter(at -> !at.isBefore(start)).isEmpty()) {
      return new ContextBytes(now, 0);
    }
    long total = 0;
    for (long segmentId : segments.newestFirst()) {
      try {
        long bytes = store.executions().contextBytes(segmentId, start);
        if (bytes == 0) {
          break;
        }
        total += bytes;
      } catch (UnreadableSegmentException e) {
        LOG.warn("contexts of segment {} are not counted: {}", segmentId, e.getMessage());
      }
    }
    return new ContextBytes(now, total);
  }

  /**
   * The breaker with its window rebuilt from the newest admissions that still count, read backwards
   * from the newest segment. No more than the limit are read: older ones leave the window before
   * they could matter. Segments in which every execution is paused are skipped.
   */
  private CircuitBreaker breaker(AutomationRecord record, SegmentIndex segments) {
    BreakerLimit limit = record.automation().limit();
    BreakerState state = record.breaker();
    long latest = record.lastExecutedAt().map(at -> at.toEpochMilli()).orElse(0L);
    TrailingWindow window = new TrailingWindow(limit);
    if (!limit.isOff()) {
      long now = Math.max(clock.millis(), latest);
      long oldest =
          Math.max(
              state.windowStartedAt().toEpochMilli(), now - limit.period().length().toMillis() + 1);
      admissionsSince(oldest, limit.max(), segments, record.automation().id())
          .forEach(window::record);
    }
    return new CircuitBreaker(limit, state, window, latest);
  }

  /** A segment; one that cannot be read as its executions were created, which is in their facts. */
  private Segment segment(long segmentId, String automationId) {
    try {
      return store.executions().load(segmentId).orElseThrow();
    } catch (UnreadableSegmentException e) {
      Segment created = Segment.empty(segmentId, automationId);
      for (AppendBatch batch : store.executions().appendBatches(segmentId, 0)) {
        created = created.restore(batch);
      }
      return created;
    }
  }

  private Map<Long, Long> admissionsSince(
      long oldestMillis, long enough, SegmentIndex segments, String automationId) {
    TreeMap<Long, Long> admissions = new TreeMap<>();
    long found = 0;
    for (long segmentId : segments.admittingNewestFirst()) {
      Segment segment = segment(segmentId, automationId);
      for (int slot = segment.count() - 1; slot >= 0; slot--) {
        ExecutionStatus execution = segment.status(slot);
        if (execution.createdAtMillis() < oldestMillis || found == enough) {
          return admissions;
        }
        if (execution.generation() == 0) {
          admissions.merge(execution.createdAtMillis(), 1L, Long::sum);
          found++;
        }
      }
    }
    return admissions;
  }
}
