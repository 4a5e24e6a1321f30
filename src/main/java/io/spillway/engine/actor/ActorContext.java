package io.spillway.engine.actor;

import io.spillway.engine.event.Telemetry;
import io.spillway.engine.grid.Membership;
import io.spillway.engine.grid.Segments;
import io.spillway.engine.search.PausedExecutions;
import io.spillway.store.Store;
import java.time.Clock;

/**
 * What every actor of a node shares.
 *
 * @param store the truth
 * @param segments the working set
 * @param paused finds paused executions
 * @param membership tells which automations are this node's
 * @param clock the time
 * @param settings bounds
 * @param segmentIds gives out ids of new segments
 * @param telemetry tells others what happened
 */
public record ActorContext(
    Store store,
    Segments segments,
    PausedExecutions paused,
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
        ? new AutomationMovedException(automationId)
        : LocalRouter.stopping().asException();
  }
}
