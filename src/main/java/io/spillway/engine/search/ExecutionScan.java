package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.store.ExecutionStore.Created;
import java.util.List;

/** Goes through executions, newest first, a stretch at a time. Blocks; for one thread. */
interface ExecutionScan {
  /** The next stretch, with about {@code wanted} executions of the states asked for. */
  Batch next(int wanted);

  /** Where a later walk goes on after the stretches taken so far. */
  Created place();

  /**
   * Part of a walk.
   *
   * @param found executions of the states asked for
   * @param examined how many were looked at
   * @param last whether nothing follows
   */
  record Batch(List<Owned> found, int examined, boolean last) {}

  /** An execution's status and whose it is. */
  record Owned(String automationId, ExecutionStatus status) {}
}
