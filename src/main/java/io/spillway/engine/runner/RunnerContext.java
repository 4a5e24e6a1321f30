package io.spillway.engine.runner;

import io.spillway.engine.event.Telemetry;
import io.spillway.engine.grid.Segments;
import io.spillway.engine.job.JobIndex;
import io.spillway.engine.job.JobPolls;
import io.spillway.engine.step.StepExpressions;
import io.spillway.engine.step.StepKinds;
import io.spillway.store.Store;
import java.time.Clock;
import java.time.Duration;

/**
 * What the runners of a node share.
 *
 * @param store has contexts, definitions and results
 * @param segments on the grid
 * @param steps how steps are read and run
 * @param permits bounds what runs at once on the node
 * @param jobs what waits for workers, and who asks
 * @param telemetry publishes events and metrics
 * @param metrics of steps
 * @param clock the time
 * @param unservedAfter a step that no worker takes for this long has failed
 */
public record RunnerContext(
    Store store,
    Segments segments,
    Steps steps,
    RunPermits permits,
    Jobs jobs,
    Telemetry telemetry,
    RunnerMetrics metrics,
    Clock clock,
    Duration unservedAfter) {

  /**
   * What is known of jobs on the node.
   *
   * @param index what waits for workers
   * @param polls which types workers ask for
   */
  public record Jobs(JobIndex index, JobPolls polls) {}

  /**
   * How steps are read and run.
   *
   * @param definitions of the published versions
   * @param expressions evaluates what stands in them
   * @param kinds that the node runs by itself
   */
  public record Steps(VersionSteps definitions, StepExpressions expressions, StepKinds kinds) {}
}
