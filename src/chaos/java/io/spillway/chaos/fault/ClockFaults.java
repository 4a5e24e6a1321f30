package io.spillway.chaos.fault;

import java.time.Duration;
import java.util.Set;

/** A node that starts with a wrong clock, serves with it, is killed and starts with a right one. */
final class ClockFaults {
  private static final Duration OFFSET = Duration.ofMinutes(10);

  private ClockFaults() {}

  static void ahead(Scene scene, Planned plan) throws InterruptedException {
    startWith(OFFSET, scene, plan);
  }

  static void behind(Scene scene, Planned plan) throws InterruptedException {
    startWith(OFFSET.negated(), scene, plan);
  }

  private static void startWith(Duration offset, Scene scene, Planned plan)
      throws InterruptedException {
    Set<Integer> node = Set.of(plan.node());
    scene.awaitMoment(plan);
    scene.cluster().kill(node);
    scene.cluster().launchWithClock(plan.node(), offset);
    scene.cluster().awaitReady(node);
    scene.recovers(plan + ", with the wrong clock");
    scene.pass(plan.lasting());
    scene.cluster().kill(node);
    scene.othersRecover(plan.toString(), node);
    scene.restart(plan.toString(), node);
  }
}
