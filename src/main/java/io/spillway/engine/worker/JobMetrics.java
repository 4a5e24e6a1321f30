package io.spillway.engine.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.spillway.engine.job.JobDepth;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The metrics of jobs: those of the automations of this node, so that the sum over all nodes is
 * right, and the polls that wait on it.
 */
public final class JobMetrics {
  /** Types with gauges of their own; the others share some. */
  static final int MAX_TYPES = 100;

  private static final String OTHERS = "others";
  private static final long REFRESH_MILLIS = 1_000;

  private final JobService service;
  private final Clock clock;
  private final MultiGauge ready;
  private final MultiGauge leased;
  private final MultiGauge oldest;

  JobMetrics(JobService service, Clock clock, MeterRegistry meters) {
    this.service = service;
    this.clock = clock;
    this.ready =
        MultiGauge.builder("spillway.jobs.ready")
            .description("Jobs that could be leased to workers now")
            .register(meters);
    this.leased =
        MultiGauge.builder("spillway.jobs.leased")
            .description("Jobs that are leased to workers")
            .register(meters);
    this.oldest =
        MultiGauge.builder("spillway.jobs.oldest.ready")
            .description("Since when the oldest ready job has been ready")
            .baseUnit("seconds")
            .register(meters);
    Gauge.builder("spillway.jobs.polls.parked", service, JobService::parkedCount)
        .description("Polls of workers that wait for jobs")
        .register(meters);
  }

  /** Registers the metrics, and keeps them up to date. */
  public static void start(Vertx vertx, JobService service, Clock clock, MeterRegistry meters) {
    JobMetrics metrics = new JobMetrics(service, clock, meters);
    vertx.setPeriodic(REFRESH_MILLIS, tick -> metrics.refresh());
  }

  void refresh() {
    List<JobTypeState> states =
        service.ofThisNode().stream()
            // Anybody can read the metrics: what workers merely ask for is not shown.
            .filter(state -> !state.depth().equals(JobDepth.NONE))
            .sorted(JobTypeState.MOST_READY_FIRST)
            .toList();
    JobDepth others =
        states.stream()
            .skip(MAX_TYPES)
            .map(JobTypeState::depth)
            .reduce(JobDepth.NONE, JobDepth::plus);
    List<JobTypeState> shown =
        Stream.concat(
                states.stream().limit(MAX_TYPES),
                states.size() > MAX_TYPES
                    ? Stream.of(new JobTypeState(OTHERS, others, 0, 0))
                    : Stream.empty())
            .toList();
    long now = clock.millis();
    ready.register(shown.stream().map(state -> row(state, state.depth().ready())).toList(), true);
    leased.register(shown.stream().map(state -> row(state, state.depth().leased())).toList(), true);
    oldest.register(shown.stream().map(state -> row(state, secondsOf(state, now))).toList(), true);
  }

  private static double secondsOf(JobTypeState state, long nowMillis) {
    long since = state.depth().oldestReadyMillis();
    return since == 0 ? 0 : Math.max(0, nowMillis - since) / (double) TimeUnit.SECONDS.toMillis(1);
  }

  private static MultiGauge.Row<?> row(JobTypeState state, double value) {
    return MultiGauge.Row.of(Tags.of("type", state.type()), value);
  }
}
