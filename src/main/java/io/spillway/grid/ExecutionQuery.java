package io.spillway.grid;

import io.spillway.store.ExecutionStore.Created;
import java.util.Set;

/**
 * Which executions to read, newest first.
 *
 * @param automationIds only of these automations; empty for all
 * @param stateMask only in these states, a bit mask of {@link
 *     io.spillway.execution.ExecutionState#bit}; 0 for any
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
}
