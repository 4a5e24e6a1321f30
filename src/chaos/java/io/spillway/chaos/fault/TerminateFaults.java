package io.spillway.chaos.fault;

import java.util.Set;

/** Nodes that are asked to end under load, and come back. */
final class TerminateFaults {
  private TerminateFaults() {}

  static void term(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    end(scene, plan);
    scene.restart(plan.toString(), Set.of(plan.node()));
  }

  /** Comes back while one resolve follows the other, so that some run while it joins. */
  static void join(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    end(scene, plan);
    scene.clients().hurry(true);
    try {
      scene.restart(plan.toString(), Set.of(plan.node()));
    } finally {
      scene.clients().hurry(false);
    }
  }

  private static void end(Scene scene, Planned plan) throws InterruptedException {
    Set<Integer> node = Set.of(plan.node());
    scene.cluster().terminate(node);
    scene.othersRecover(plan.toString(), node);
    scene.pass(plan.lasting());
  }
}
