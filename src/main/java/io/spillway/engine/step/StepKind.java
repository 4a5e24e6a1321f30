package io.spillway.engine.step;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** A kind of steps that the node runs by itself. Thread-safe. */
public interface StepKind {
  /** The name of the field of a step that holds its configuration, such as {@code webhook}. */
  String name();

  /**
   * Refuses a configuration that cannot work, when a definition is saved. Templates in it are
   * checked by the caller.
   *
   * @param path of the configuration, such as {@code automationSteps[0].webhook}, for messages
   * @throws io.spillway.domain.automation.RefusedException naming the field, what was given and
   *     what is allowed
   */
  void check(JsonObject configuration, String path);

  /**
   * Makes one attempt. Does not wait, but may compute: it is called on a worker thread, and the
   * future may complete on any thread. A future that fails counts as a failed attempt.
   */
  Future<StepOutcome> run(StepRun run);

  /** Goes on with a step that waited, when its time has come. */
  default Future<StepOutcome> resume(StepRun run) {
    return run(run);
  }
}
