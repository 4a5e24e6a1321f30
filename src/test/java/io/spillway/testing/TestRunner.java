package io.spillway.testing;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.engine.event.Telemetry;
import io.spillway.engine.grid.Segments;
import io.spillway.engine.job.JobIndex;
import io.spillway.engine.job.JobPolls;
import io.spillway.engine.runner.RunPermits;
import io.spillway.engine.runner.RunnerContext;
import io.spillway.engine.runner.RunnerMetrics;
import io.spillway.engine.runner.VersionSteps;
import io.spillway.engine.step.CelExpressions;
import io.spillway.engine.step.StepExpressions;
import io.spillway.engine.step.StepKind;
import io.spillway.engine.step.StepKinds;
import io.spillway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What runners share, for tests. */
public final class TestRunner {
  private static final int CONCURRENCY = 256;
  private static final long CONTEXT_BYTES = 64L << 20;

  private TestRunner() {}

  /** A context whose node runs steps of these kinds. */
  public static RunnerContext context(
      Store store,
      Segments segments,
      Telemetry telemetry,
      MeterRegistry meters,
      Clock clock,
      List<StepKind> kinds) {
    RunPermits permits = new RunPermits(CONCURRENCY, CONTEXT_BYTES);
    return new RunnerContext(
        store,
        segments,
        new RunnerContext.Steps(
            new VersionSteps(store.automations()),
            new StepExpressions(new CelExpressions()),
            new StepKinds(kinds)),
        permits,
        new RunnerContext.Jobs(new JobIndex(), new JobPolls(clock)),
        telemetry,
        new RunnerMetrics(meters, permits),
        clock,
        Duration.ofDays(7));
  }
}
