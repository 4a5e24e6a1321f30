package io.spillway.engine.actor;

import io.spillway.domain.breaker.CircuitBreaker;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationRecord;
import java.util.Optional;

/**
 * What an actor knows of its automation, as made durable last.
 *
 * @param record the automation and its revision
 * @param breaker decides about triggers
 * @param book its segments
 * @param unfinished a resolution that was recorded and not finished when this was read, if there is
 *     one
 */
record AutomationState(
    AutomationRecord record,
    CircuitBreaker breaker,
    SegmentIndex book,
    Optional<Resolution> unfinished) {
  AutomationState with(AutomationRecord nextRecord, CircuitBreaker nextBreaker) {
    return new AutomationState(nextRecord, nextBreaker, book, Optional.empty());
  }
}
