package io.spillway.chaos.fault;

import java.util.Set;

/** Nodes that are killed. */
final class KillFaults {
  private KillFaults() {}

  static void one(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    kill(context, plan, Set.of(plan.node()));
  }

  static void oldest(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    kill(context, plan, Set.of(context.cluster().oldest()));
  }

  static void two(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    int other = plan.node() % context.cluster().all().size() + 1;
    kill(context, plan, Set.of(plan.node(), other));
  }

  static void all(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    kill(context, plan, context.cluster().all());
  }

  private static void kill(FaultContext context, PlannedFault plan, Set<Integer> nodes)
      throws InterruptedException {
    context.cluster().kill(nodes);
    context.othersRecover(plan.toString(), nodes);
    context.pass(plan.duration());
    context.restart(plan.toString(), nodes);
  }
}
