package io.spillway.actor;

import io.spillway.grid.HeldExecutions;
import io.spillway.grid.Membership;
import io.spillway.grid.Segments;
import io.spillway.store.Store;
import java.time.Clock;

/**
 * What every actor of a node shares.
 *
 * @param store the truth
 * @param segments the working set
 * @param held finds what is held
 * @param membership tells which automations are this node's
 * @param clock the time
 * @param settings bounds
 * @param segmentIds gives out ids of new segments
 * @param telemetry tells others what happened
 */
record ActorContext(
    Store store,
    Segments segments,
    HeldExecutions held,
    Membership membership,
    Clock clock,
    ActorSettings settings,
    SegmentIds segmentIds,
    Telemetry telemetry) {

  /**
   * What a command is told that a stopping node does not carry out: where there are others, one of
   * them takes over.
   */
  RuntimeException stopping(String automationId) {
    return membership.isShared()
        ? new MovedException(automationId)
        : LocalRouter.stopping().asException();
  }
}
