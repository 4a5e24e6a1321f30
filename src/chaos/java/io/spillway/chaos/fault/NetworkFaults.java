package io.spillway.chaos.fault;

import io.spillway.chaos.site.Namespaces;
import java.time.Instant;
import java.util.Set;

/** Nodes that do not reach each other, or the database, while clients reach them all. */
final class NetworkFaults {
  private NetworkFaults() {}

  static void full(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    network(scene).isolate(plan.node());
    lastAndHeal(scene, plan);
  }

  static void oneWay(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    network(scene).mute(plan.node());
    lastAndHeal(scene, plan);
  }

  static void database(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    network(scene).cutFromDatabase(plan.node(), scene.site().postgres().port());
    scene.pass(plan.lasting());
    scene.site().network().heal();
    scene.recovers(plan.toString());
  }

  private static Namespaces network(Scene scene) {
    if (scene.site().network() instanceof Namespaces namespaces) {
      return namespaces;
    }
    throw new IllegalStateException("this network cannot be cut");
  }

  private static void lastAndHeal(Scene scene, Planned plan) throws InterruptedException {
    Instant cut = scene.journal().now();
    if (plan.lasting().compareTo(Scene.RECOVERY_LIMIT) > 0) {
      scene.othersRecover(plan.toString(), Set.of(plan.node()));
    }
    scene.passUntil(cut, plan.lasting());
    scene.site().network().heal();
    scene.recovers(plan.toString());
  }
}
