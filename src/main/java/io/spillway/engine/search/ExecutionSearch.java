package io.spillway.engine.search;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads executions. Thread-safe; never blocks its caller. */
public interface ExecutionSearch {
  /** One execution, if it exists. */
  CompletionStage<Optional<ExecutionView>> find(long executionId);

  /** One page. */
  CompletionStage<ExecutionPage> page(ExecutionQuery query);
}
