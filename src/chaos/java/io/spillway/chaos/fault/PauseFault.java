package io.spillway.chaos.fault;

import java.time.Instant;
import java.util.Set;

/** A node that is stopped by SIGSTOP and continues later. */
final class PauseFault {
  private PauseFault() {}

  static void inject(FaultContext context, PlannedFault plan) throws InterruptedException {
    context.awaitMoment(plan);
    context.cluster().pause(plan.node());
    Instant paused = context.journal().now();
    if (plan.duration().compareTo(FaultContext.RECOVERY_LIMIT) > 0) {
      context.othersRecover(plan.toString(), Set.of(plan.node()));
    }
    context.passUntil(paused, plan.duration());
    context.cluster().resume(plan.node());
    context.recovers(plan.toString());
  }
}
