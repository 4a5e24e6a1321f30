package io.spillway.engine.search;

import io.spillway.domain.resolution.PausedFilter;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Reads what the breaker of an automation holds. Thread-safe; never blocks its caller.
 *
 * <p>Each of these goes through all that is held, and through the contexts if they matter: a
 * million take seconds. What moves meanwhile may or may not be seen.
 */
public interface PausedExecutions {
  /**
   * Finds what is held.
   *
   * @param filter accepts what is to be found
   * @param throughExecutionId nothing newer than this one
   */
  CompletionStage<PausedSet> find(
      String automationId, PausedFilter filter, long throughExecutionId);

  /**
   * Sums up what is held.
   *
   * @param filter accepts what is to be counted
   * @param fields of the contexts whose most frequent values are asked for
   */
  CompletionStage<PausedSummary> summarize(
      String automationId, PausedFilter filter, List<String> fields);

  /**
   * One page of what is held, newest first.
   *
   * @param filter accepts what is to be listed
   * @param beforeExecutionId only ids below this one
   * @param limit at most so many
   */
  CompletionStage<ExecutionPage> page(
      String automationId, PausedFilter filter, long beforeExecutionId, int limit);
}
