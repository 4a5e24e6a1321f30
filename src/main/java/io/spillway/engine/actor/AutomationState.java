package io.spillway.engine.actor;

import io.spillway.domain.breaker.CircuitBreaker;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What an actor knows of its automation, as last made durable.
 *
 * @param record the automation and its revision
 * @param breaker decides about triggers
 * @param segments its segments
 * @param contexts bytes of contexts that were stored today
 * @param unfinished every resolution that is recorded and not finished, oldest first
 */
record AutomationState(
    AutomationRecord record,
    CircuitBreaker breaker,
    SegmentIndex segments,
    ContextBytes contexts,
    List<Resolution> unfinished) {
  AutomationState {
    unfinished = List.copyOf(unfinished);
  }

  /** Whether this resolution is recorded and not finished. */
  boolean isUnfinished(String resolutionId) {
    return unfinished.stream().anyMatch(resolution -> resolution.id().equals(resolutionId));
  }

  /** The state once {@code commit} is durable. */
  AutomationState with(AutomationCommit commit, CircuitBreaker nextBreaker) {
    return new AutomationState(
        commit.next(),
        nextBreaker,
        segments,
        contexts,
        commit.resolution().map(this::unfinishedWith).orElse(unfinished));
  }

  private List<Resolution> unfinishedWith(Resolution changed) {
    List<Resolution> next = new ArrayList<>(unfinished);
    next.removeIf(resolution -> resolution.id().equals(changed.id()));
    if (!changed.isDone()) {
      next.add(changed);
    }
    return next;
  }
}
