package io.spillway.chaos.fault;

/** A database that fails, stands still, or throws its clients out. */
final class DatabaseFaults {
  private DatabaseFaults() {}

  static void crash(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    scene.site().postgres().stop();
    try {
      scene.pass(plan.lasting());
    } finally {
      scene.site().postgres().startAgain();
    }
    scene.recovers(plan.toString());
  }

  static void freeze(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    scene.site().postgres().freeze();
    try {
      scene.pass(plan.lasting());
    } finally {
      scene.site().postgres().thaw();
    }
    scene.recovers(plan.toString());
  }

  static void cut(Scene scene, Planned plan) throws InterruptedException {
    scene.awaitMoment(plan);
    scene.site().postgres().cutConnections(scene.site().database().url());
    scene.pass(plan.lasting());
    scene.site().postgres().cutConnections(scene.site().database().url());
    scene.recovers(plan.toString());
  }
}
