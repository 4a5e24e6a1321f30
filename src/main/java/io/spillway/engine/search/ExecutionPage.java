package io.spillway.engine.search;

import io.spillway.store.ExecutionStore.Created;
import java.util.List;
import java.util.Optional;

/**
 * A page of executions. It may have fewer than requested, even none, and still have a next page:
 * the number of candidates and of bytes per page is bounded.
 *
 * @param executions newest first
 * @param next start of the next page, empty on the last
 */
public record ExecutionPage(List<ExecutionView> executions, Optional<Created> next) {
  public ExecutionPage {
    executions = List.copyOf(executions);
  }

  /** Bytes of the contexts. */
  public long contextBytes() {
    return executions.stream().mapToLong(view -> view.fact().context().length).sum();
  }
}
