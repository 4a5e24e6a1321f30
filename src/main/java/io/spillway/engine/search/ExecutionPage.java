package io.spillway.engine.search;

import io.spillway.store.ExecutionStore.Created;
import java.util.List;
import java.util.Optional;

/**
 * A page of executions. It may hold fewer than asked for, even none, and yet have a next one: a
 * search looks at a bounded number of executions at a time, and a page holds a bounded number of
 * bytes.
 *
 * @param executions newest first
 * @param next where the next page begins, empty on the last
 */
public record ExecutionPage(List<ExecutionView> executions, Optional<Created> next) {
  public ExecutionPage {
    executions = List.copyOf(executions);
  }
}
