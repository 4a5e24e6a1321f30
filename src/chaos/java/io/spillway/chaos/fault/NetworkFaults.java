package io.spillway.chaos.fault;

import io.spillway.chaos.deployment.Namespaces;
import java.time.Instant;
import java.util.Set;

/** Nodes that do not reach each other, or the database, while clients reach them all. */
final class NetworkFaults {
  private NetworkFaults() {}

  static void full(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    network(context).isolate(plan.node());
    lastAndHeal(context, plan);
  }

  static void oneWay(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    network(context).mute(plan.node());
    lastAndHeal(context, plan);
  }

  static void database(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    network(context).cutFromDatabase(plan.node(), context.deployment().databases().port());
    context.pass(plan.duration());
    context.deployment().network().heal();
    context.recovers(plan.toString());
  }

  private static Namespaces network(FaultContext context) {
    if (context.deployment().network() instanceof Namespaces namespaces) {
      return namespaces;
    }
    throw new IllegalStateException("this network cannot be cut");
  }

  private static void lastAndHeal(FaultContext context, PlannedFault plan)
      throws InterruptedException {
    Instant cut = context.journal().now();
    if (plan.duration().compareTo(FaultContext.RECOVERY_LIMIT) > 0) {
      context.othersRecover(plan.toString(), Set.of(plan.node()));
    }
    context.passUntil(cut, plan.duration());
    context.deployment().network().heal();
    context.recovers(plan.toString());
  }
}
