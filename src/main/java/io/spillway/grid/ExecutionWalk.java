package io.spillway.grid;

import io.spillway.execution.ExecutionStatus;
import io.spillway.store.ExecutionStore.Created;
import java.util.List;

/** Goes through executions, newest first, a stretch at a time. Blocks; for one thread. */
interface ExecutionWalk {
  /** The next stretch, with about {@code wanted} executions of the states asked for. */
  Stretch next(int wanted);

  /** Where a later walk goes on after the stretches taken so far. */
  Created place();

  /**
   * Part of a walk.
   *
   * @param found executions of the states asked for
   * @param examined how many were looked at
   * @param last whether nothing follows
   */
  record Stretch(List<Owned> found, int examined, boolean last) {}

  /** An execution's status and whose it is. */
  record Owned(String automationId, ExecutionStatus status) {}
}
