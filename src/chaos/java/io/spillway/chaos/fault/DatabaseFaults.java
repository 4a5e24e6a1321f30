package io.spillway.chaos.fault;

/** Database faults: crash, freeze, cut connections, failover. */
final class DatabaseFaults {
  private DatabaseFaults() {}

  static void crash(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    context.deployment().postgres().stop();
    try {
      context.pass(plan.duration());
    } finally {
      context.deployment().postgres().startAgain();
    }
    context.recovers(plan.toString());
  }

  static void freeze(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    context.deployment().postgres().freeze();
    try {
      context.pass(plan.duration());
    } finally {
      context.deployment().postgres().thaw();
    }
    context.recovers(plan.toString());
  }

  static void cut(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    context.deployment().postgres().cutConnections(context.deployment().database().url());
    context.pass(plan.duration());
    context.deployment().postgres().cutConnections(context.deployment().database().url());
    context.recovers(plan.toString());
  }

  /** In the ways by turns. */
  static void failOver(FaultContext context, PlannedFault plan) throws InterruptedException {
    FailoverWay[] ways = FailoverWay.values();
    context.awaitMoment(plan);
    ways[plan.number() % ways.length].happen(context.deployment().databases(), plan.duration());
    context.recovers(plan.toString());
    context.deployment().databases().renew();
  }
}
