package io.spillway.bench;

import io.spillway.harness.Options;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/** Has JMH run {@link DomainBenchmark}; the script has generated what JMH needs for it. */
final class DomainRun {
  static final Set<String> FLAGS = Set.of("runs", "millis");

  private DomainRun() {}

  static void run(Report report, Workspace workspace, Options options) {
    TimeValue time = TimeValue.milliseconds(options.number("millis", 1_000));
    try {
      Collection<RunResult> results =
          new Runner(
                  new OptionsBuilder()
                      .include(DomainBenchmark.class.getName())
                      .forks(1)
                      .warmupIterations(options.number("runs", 5))
                      .warmupTime(time)
                      .measurementIterations(options.number("runs", 5))
                      .measurementTime(time)
                      .output(workspace.path("jmh.txt").toString())
                      .build())
              .run();
      results.forEach(result -> add(report, result));
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH failed", e);
    }
  }

  private static void add(Report report, RunResult result) {
    List<Double> runs =
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .flatMapToDouble(
                iteration -> DoubleStream.of(mean(iteration.getPrimaryResult().getStatistics())))
            .boxed()
            .toList();
    report.add(
        result.getPrimaryResult().getLabel(),
        "time",
        ReportRow.Unit.NANOSECONDS,
        Measurement.of(runs),
        List.of());
  }

  private static double mean(Statistics statistics) {
    return statistics.getMean();
  }
}
