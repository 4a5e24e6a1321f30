package io.spillway.engine.runner;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.domain.execution.StepResult;
import java.time.Duration;
import java.util.Locale;

/** Metrics of the steps that a node runs. Thread-safe. */
public final class RunnerMetrics {
  private final MeterRegistry meters;

  public RunnerMetrics(MeterRegistry meters, RunPermits permits) {
    this.meters = meters;
    Gauge.builder("spillway.runner.permits.free", permits, RunPermits::free)
        .description("Steps that may still be started on this node")
        .register(meters);
    Gauge.builder("spillway.runner.contexts", permits, RunPermits::bytes)
        .description("Contexts of running steps on this node")
        .baseUnit("bytes")
        .register(meters);
  }

  /** An attempt of a step has ended. */
  void ended(String kind, StepResult.Outcome outcome, long millis) {
    Timer.builder("spillway.steps")
        .description("Attempts of steps, from the hand-out to the outcome")
        .tag("kind", kind)
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(meters)
        .record(Duration.ofMillis(Math.max(0, millis)));
  }

  /** A result came too late: the execution was handed out again or terminated meanwhile. */
  void fenced() {
    meters.counter("spillway.steps.fenced").increment();
  }

  /** A worker's lease ended without a report. */
  void leaseEnded() {
    meters.counter("spillway.steps.leases.ended").increment();
  }

  /** How late a timer was. */
  void timerLag(long millis) {
    Timer.builder("spillway.steps.timer.lag")
        .description("How late waiting steps went on")
        .register(meters)
        .record(Duration.ofMillis(Math.max(0, millis)));
  }
}
