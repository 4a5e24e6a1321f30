package io.spillway.engine.actor;

import io.spillway.engine.event.Telemetry;
import io.spillway.engine.grid.Membership;
import io.spillway.engine.grid.Segments;
import io.spillway.engine.runner.RunnerContext;
import io.spillway.engine.search.PausedExecutions;
import io.spillway.store.Store;
import java.time.Clock;

/**
 * What every actor of a node shares.
 *
 * @param store has everything that is durable
 * @param segments on the grid
 * @param paused finds paused executions
 * @param membership knows which automations this node owns
 * @param clock the time
 * @param settings limits
 * @param segmentIds allocates ids of new segments
 * @param telemetry publishes events and metrics
 * @param warnings logs what fails again and again
 * @param runner what their runners share
 */
public record ActorContext(
    Store store,
    Segments segments,
    PausedExecutions paused,
    Membership membership,
    Clock clock,
    ActorSettings settings,
    SegmentIds segmentIds,
    Telemetry telemetry,
    RepeatedWarnings warnings,
    RunnerContext runner) {}
