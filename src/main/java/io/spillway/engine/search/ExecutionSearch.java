package io.spillway.engine.search;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Reads executions. Thread-safe; never blocks its caller. */
public interface ExecutionSearch {
  /** Finds one execution. */
  CompletionStage<Optional<ExecutionView>> find(long executionId);

  /** Reads one page. */
  CompletionStage<ExecutionPage> page(ExecutionQuery query);

  /** Reads one page of the executions with these ids that match {@code query}. */
  CompletionStage<ExecutionPage> page(Set<Long> executionIds, ExecutionQuery query);
}
