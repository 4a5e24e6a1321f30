package io.spillway.engine.actor;

import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationRecord;
import java.util.List;
import java.util.Optional;

/**
 * The breaker of an automation at one time.
 *
 * @param automation the outline of the automation and the durable state of its breaker
 * @param windowCount admissions in the window
 * @param windowSlices the same in equal parts of the period, oldest first; empty while it is off
 * @param pausedCount paused executions
 * @param running the active resolution with its counts so far, if there is one
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
