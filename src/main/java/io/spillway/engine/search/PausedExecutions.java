package io.spillway.engine.search;

import io.spillway.domain.resolution.PausedFilter;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Reads the paused executions of an automation. Thread-safe; never blocks its caller.
 *
 * <p>{@code find} and {@code summarize} scan all of them, with their contexts if needed: seconds
 * for a million. Concurrent changes may or may not be visible.
 */
public interface PausedExecutions {
  /**
   * Finds paused executions.
   *
   * @param filter to apply
   * @param throughExecutionId newest id to include
   */
  CompletionStage<PausedSet> find(
      String automationId, PausedFilter filter, long throughExecutionId);

  /**
   * Summarizes paused executions.
   *
   * @param filter to apply
   * @param fields of the contexts whose most frequent values are counted
   * @param wanted asked now and then; once it is false, the scan ends, and the result fails
   */
  CompletionStage<PausedSummary> summarize(
      String automationId, PausedFilter filter, List<String> fields, BooleanSupplier wanted);

  /**
   * One page of paused executions, newest first.
   *
   * @param filter to apply
   * @param beforeExecutionId upper bound of the ids, exclusive
   * @param limit maximum number
   */
  CompletionStage<ExecutionPage> page(
      String automationId, PausedFilter filter, long beforeExecutionId, int limit);
}
