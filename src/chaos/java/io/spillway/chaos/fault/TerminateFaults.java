package io.spillway.chaos.fault;

import java.util.Set;

/** Nodes that are terminated under load and restarted. */
final class TerminateFaults {
  private TerminateFaults() {}

  static void term(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    end(context, plan);
    context.restart(plan.toString(), Set.of(plan.node()));
  }

  /** Comes back while one resolve follows the other, so that some run while it joins. */
  static void join(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    end(context, plan);
    context.clients().setPauses(true);
    try {
      context.restart(plan.toString(), Set.of(plan.node()));
    } finally {
      context.clients().setPauses(false);
    }
  }

  private static void end(FaultContext context, PlannedFault plan) throws InterruptedException {
    Set<Integer> node = Set.of(plan.node());
    context.cluster().terminate(node);
    context.othersRecover(plan.toString(), node);
    context.pass(plan.duration());
  }
}
