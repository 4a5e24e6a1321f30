package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionState;
import io.spillway.store.ExecutionStore.Created;
import java.util.Set;

/**
 * A query for executions, newest first.
 *
 * @param automationIds automations to search; empty for all
 * @param stateMask states to search, a bit mask of {@link
 *     io.spillway.domain.execution.ExecutionState#bit}; 0 for any
 * @param text contained in the context, ignoring case; empty for any
 * @param subjectUserIds allowed values of {@code user_id} in the context; empty for any
 * @param before position before which to search
 * @param limit maximum number
 */
public record ExecutionQuery(
    Set<String> automationIds,
    int stateMask,
    String text,
    Set<String> subjectUserIds,
    Created before,
    int limit) {
  public ExecutionQuery {
    automationIds = Set.copyOf(automationIds);
    subjectUserIds = Set.copyOf(subjectUserIds);
  }

  /** Whether an execution of this automation in this state matches. */
  boolean accepts(String automationId, ExecutionState state) {
    return (automationIds.isEmpty() || automationIds.contains(automationId))
        && (stateMask == 0 || (stateMask & state.bit()) != 0);
  }

  /** Whether contexts are read to find a page, so that many may be. */
  public boolean isScan() {
    return !contexts().acceptsAll();
  }

  /** The filter for contexts. */
  ContextFilter contexts() {
    return new ContextFilter(text, subjectUserIds);
  }
}
