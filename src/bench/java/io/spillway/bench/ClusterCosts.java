package io.spillway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the runs of a cluster of one size came to. */
final class ClusterCosts {
  private static final double NANOS_A_SECOND = 1e9;
  private static final double MILLION = 1e6;
  private static final double THOUSAND = 1e3;

  private final int size;
  private final int executions;
  private final int connections;
  private final Work resolves;
  private final Work triggers;
  private final List<Double> ownedByBusiest = new ArrayList<>();

  /**
   * @param size members
   * @param executions of each resolve
   * @param connections that triggers come over
   */
  ClusterCosts(int size, int executions, int connections) {
    this.size = size;
    this.executions = executions;
    this.connections = connections;
    this.resolves = new Work(members());
    this.triggers = new Work(members());
  }

  /** One kind of work, run by run. */
  private static final class Work {
    final String whose;

    /** Seconds of an answer, or answers a second. */
    final List<Double> speed = new ArrayList<>();

    /** Processor seconds of all members, for so much work. */
    final List<Double> cost = new ArrayList<>();

    /** Percent of these that the busiest member took. */
    final List<Double> busiest = new ArrayList<>();

    Work(String whose) {
      this.whose = whose;
    }

    /** How many times as much as another cluster in the same run. */
    List<Double> timesCostOf(Work other) {
      return IntStream.range(0, cost.size())
          .mapToObj(run -> cost.get(run) / other.cost.get(run))
          .toList();
    }
  }

  void addResolve(long nanos, MemberSpread processor) {
    resolves.speed.add(nanos / NANOS_A_SECOND);
    resolves.cost.add(processor.total() / executions * MILLION);
    resolves.busiest.add(processor.largestPercent());
  }

  /**
   * @param perSecond answers
   * @param admitted by each member, as owner of their automations
   */
  void addTriggers(double perSecond, MemberSpread admitted, MemberSpread processor) {
    triggers.speed.add(perSecond);
    triggers.cost.add(processor.total() / admitted.total() * THOUSAND);
    triggers.busiest.add(processor.largestPercent());
    ownedByBusiest.add(admitted.largestPercent());
  }

  /** Adds its rows, compared with the first cluster. */
  void report(Report report, ClusterCosts first) {
    String resolving = String.format("%,d RUN, %s", executions, members());
    report.add(
        resolving,
        "time",
        ReportRow.Unit.SECONDS,
        Measurement.of(resolves.speed),
        beside(first.resolves, resolves));
    addCost(report, resolving, "CPU per million", resolves, first.resolves);
    String triggering = String.format("triggers, %d conn., %s", connections, members());
    report.add(
        triggering,
        "throughput",
        ReportRow.Unit.PER_SECOND,
        Measurement.of(triggers.speed),
        beside(first.triggers, triggers));
    addCost(report, triggering, "CPU per 1,000", triggers, first.triggers);
    if (size > 1) {
      add(report, triggering, "owned by the busiest", ReportRow.Unit.PERCENT, ownedByBusiest);
    }
  }

  private String members() {
    return size == 1 ? "1 member" : size + " members";
  }

  private static List<ReportRow.Peer> beside(Work base, Work work) {
    return work == base
        ? List.of()
        : List.of(new ReportRow.Peer(base.whose, Measurement.of(base.speed)));
  }

  private void addCost(Report report, String scenario, String metric, Work work, Work base) {
    add(report, scenario, metric, ReportRow.Unit.SECONDS, work.cost);
    if (work != base) {
      add(
          report,
          scenario,
          "CPU over " + base.whose + "'s",
          ReportRow.Unit.TIMES,
          work.timesCostOf(base));
    }
    if (size > 1) {
      add(report, scenario, "CPU of the busiest", ReportRow.Unit.PERCENT, work.busiest);
    }
  }

  private static void add(
      Report report, String scenario, String metric, ReportRow.Unit unit, List<Double> values) {
    report.add(scenario, metric, unit, Measurement.of(values), List.of());
  }
}
