package io.spillway.engine.actor;

import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationRecord;
import java.util.List;
import java.util.Optional;

/**
 * The breaker of an automation at one moment.
 *
 * @param automation the automation and the durable state of its breaker
 * @param windowCount admissions that count now
 * @param windowSlices the same in equal parts of the period, oldest first; empty while it is off
 * @param pausedCount executions held now
 * @param running the resolution under way with its counts so far, if one is
 */
public record BreakerReport(
    AutomationRecord automation,
    long windowCount,
    List<Long> windowSlices,
    long pausedCount,
    Optional<Resolution> running) {
  public BreakerReport {
    windowSlices = List.copyOf(windowSlices);
  }
}
