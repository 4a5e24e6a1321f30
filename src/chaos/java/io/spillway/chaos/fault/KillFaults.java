package io.spillway.chaos.fault;

import java.util.Set;

/** Nodes that end without a warning. */
final class KillFaults {
  private KillFaults() {}

  static void one(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    kill(scene, plan, Set.of(plan.node()));
  }

  static void oldest(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    kill(scene, plan, Set.of(scene.cluster().oldest()));
  }

  static void two(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    int other = plan.node() % scene.cluster().all().size() + 1;
    kill(scene, plan, Set.of(plan.node(), other));
  }

  static void all(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    kill(scene, plan, scene.cluster().all());
  }

  private static void kill(Scene scene, Planned plan, Set<Integer> nodes)
      throws InterruptedException {
    scene.cluster().kill(nodes);
    scene.othersRecover(plan.toString(), nodes);
    scene.pass(plan.lasting());
    scene.restart(plan.toString(), nodes);
  }
}
