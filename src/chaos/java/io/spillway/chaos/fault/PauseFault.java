package io.spillway.chaos.fault;

import java.time.Instant;
import java.util.Set;

/** A node that stands still for a while and then goes on as if nothing had been. */
final class PauseFault {
  private PauseFault() {}

  static void inflict(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    scene.cluster().pause(plan.node());
    Instant paused = scene.journal().now();
    if (plan.lasting().compareTo(Scene.RECOVERY_LIMIT) > 0) {
      scene.othersRecover(plan.toString(), Set.of(plan.node()));
    }
    scene.passUntil(paused, plan.lasting());
    scene.cluster().goOn(plan.node());
    scene.recovers(plan.toString());
  }
}
