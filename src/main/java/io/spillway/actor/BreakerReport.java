package io.spillway.actor;

import io.spillway.resolution.Resolution;
import io.spillway.store.AutomationRecord;
import java.util.Optional;

/**
 * The breaker of an automation at one moment.
 *
 * @param automation the automation and the durable state of its breaker
 * @param windowCount admissions that count now
 * @param pausedCount executions held now
 * @param running the resolution under way with its counts so far, if one is
 */
public record BreakerReport(
    AutomationRecord automation,
    long windowCount,
    long pausedCount,
    Optional<Resolution> running) {}
