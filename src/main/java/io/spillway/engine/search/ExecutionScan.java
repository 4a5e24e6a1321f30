package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.store.ExecutionStore.Created;
import java.util.List;

/** Scans executions in batches, newest first. Blocks; for one thread. */
interface ExecutionScan {
  /** The next batch, with about {@code wanted} executions in the requested states. */
  Batch next(int wanted);

  /** The position at which a later scan continues. */
  Created position();

  /**
   * A part of the scan.
   *
   * @param found executions in the requested states
   * @param examined number of executions examined
   * @param last whether the scan is complete
   */
  record Batch(List<Owned> found, int examined, boolean last) {}

  /** The status of an execution and its automation. */
  record Owned(String automationId, ExecutionStatus status) {}
}
