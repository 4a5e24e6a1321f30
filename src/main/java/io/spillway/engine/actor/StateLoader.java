package io.spillway.engine.actor;

import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.CircuitBreaker;
import io.spillway.domain.breaker.TrailingWindow;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationRecord;
import io.spillway.store.Store;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what an actor needs to know from the store. Blocks. */
final class StateLoader {
  private final Store store;
  private final Clock clock;

  StateLoader(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The state of an automation, if it exists, which is the actor's from now on. */
  Optional<AutomationState> load(String automationId) {
    return store.automations().claim(automationId).map(this::stateOf);
  }

  private AutomationState stateOf(AutomationRecord record) {
    String automationId = record.automation().id();
    SegmentIndex book = new SegmentIndex(store.executions().summaries(automationId));
    Optional<Resolution> unfinished =
        store.automations().resolutions(automationId, Optional.empty(), 1).stream()
            .filter(latest -> !latest.isDone())
            .findFirst();
    return new AutomationState(record, breaker(record, book), book, unfinished);
  }

  /**
   * The breaker with its window rebuilt: the newest admissions that still count, read backwards
   * from the newest segment. More than the maximum of them are not needed: older ones leave the
   * window before they could matter. What a burst left behind that is held to the last execution is
   * passed over, be it a million.
   */
  private CircuitBreaker breaker(AutomationRecord record, SegmentIndex book) {
    BreakerLimit limit = record.automation().limit();
    BreakerState state = record.breaker();
    long latest = record.lastExecutedAt().map(at -> at.toEpochMilli()).orElse(0L);
    TrailingWindow window = new TrailingWindow(limit);
    if (!limit.isOff()) {
      long now = Math.max(clock.millis(), latest);
      long oldest =
          Math.max(
              state.windowStartedAt().toEpochMilli(), now - limit.period().length().toMillis() + 1);
      admissionsSince(oldest, limit.max(), book).forEach(window::record);
    }
    return new CircuitBreaker(limit, state, window, latest);
  }

  private Map<Long, Long> admissionsSince(long oldestMillis, long enough, SegmentIndex book) {
    TreeMap<Long, Long> admissions = new TreeMap<>();
    long found = 0;
    for (long segmentId : book.admittingNewestFirst()) {
      Segment segment = store.executions().load(segmentId).orElseThrow();
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
