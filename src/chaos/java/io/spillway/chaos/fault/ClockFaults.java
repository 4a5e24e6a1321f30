package io.spillway.chaos.fault;

import java.time.Duration;
import java.util.Set;

/** A node that starts with a wrong clock, serves with it, is killed and starts with a right one. */
final class ClockFaults {
  private static final Duration OFFSET = Duration.ofMinutes(10);

  private ClockFaults() {}

  static void ahead(FaultContext context, PlannedFault plan) throws InterruptedException {
    startWith(OFFSET, context, plan);
  }

  static void behind(FaultContext context, PlannedFault plan) throws InterruptedException {
    startWith(OFFSET.negated(), context, plan);
  }

  private static void startWith(Duration offset, FaultContext context, PlannedFault plan)
      throws InterruptedException {
    Set<Integer> node = Set.of(plan.node());
    context.awaitMoment(plan);
    context.cluster().kill(node);
    context.cluster().launchWithClock(plan.node(), offset);
    context.cluster().awaitReady(node);
    context.recovers(plan + ", with the wrong clock");
    context.pass(plan.duration());
    context.cluster().kill(node);
    context.othersRecover(plan.toString(), node);
    context.restart(plan.toString(), node);
  }
}
