package io.spillway.grid;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads executions. Thread-safe; never blocks its caller. */
public final class ExecutionSearch {
  /** One execution, if it exists. */
  public CompletionStage<Optional<ExecutionView>> find(long executionId) {
    return CompletableFuture.failedFuture(new IllegalStateException("not wired"));
  }

  /** One page. */
  public CompletionStage<ExecutionPage> page(ExecutionQuery query) {
    return CompletableFuture.failedFuture(new IllegalStateException("not wired"));
  }
}
