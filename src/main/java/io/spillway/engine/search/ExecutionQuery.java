package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionState;
import io.spillway.store.ExecutionStore.Created;
import java.util.Set;

/**
 * Which executions to read, newest first.
 *
 * @param automationIds only of these automations; empty for all
 * @param stateMask only in these states, a bit mask of {@link
 *     io.spillway.domain.execution.ExecutionState#bit}; 0 for any
 * @param text what the context contains, in any case; empty for any
 * @param subjectUserIds only with one of these as {@code user_id} of the context; empty for any
 * @param before only those created before this one
 * @param limit at most so many
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

  /** Whether an execution of this automation in this state is asked for. */
  boolean accepts(String automationId, ExecutionState state) {
    return (automationIds.isEmpty() || automationIds.contains(automationId))
        && (stateMask == 0 || (stateMask & state.bit()) != 0);
  }

  /** Whether this execution is asked for, wherever in the list it stands. */
  public boolean accepts(ExecutionView view) {
    return accepts(view.automationId(), view.status().state()) && contexts().accepts(view.fact());
  }

  /** Which contexts are asked for. */
  ContextFilter contexts() {
    return new ContextFilter(text, subjectUserIds);
  }
}
