package io.spillway.store;

import io.spillway.automation.Automation;
import io.spillway.breaker.BreakerState;
import java.time.Instant;
import java.util.Optional;

/**
 * An automation as stored.
 *
 * @param automation its definition
 * @param breaker the durable state of its breaker
 * @param lastExecutedAt when its latest execution was created, if it has one
 * @param revision raised by one with every commit; 1 is its creation
 */
public record AutomationRecord(
    Automation automation, BreakerState breaker, Optional<Instant> lastExecutedAt, long revision) {}
