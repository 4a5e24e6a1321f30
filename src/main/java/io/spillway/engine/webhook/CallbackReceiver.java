package io.spillway.engine.webhook;

import io.vertx.core.Future;

/** Takes what a receiver answers later, at the callback URL. Thread-safe. */
@FunctionalInterface
public interface CallbackReceiver {
  /**
   * Completes a step that waits.
   *
   * @param executionId of the step
   * @param step its index
   * @param run of the hand-out whose request had the callback URL
   * @param output of the step, a JSON object {@code {"response": …}} in UTF-8; empty for none
   * @return false if the step does not wait for it: it was used, its time is over, or the execution
   *     ended
   */
  Future<Boolean> received(long executionId, int step, int run, byte[] output);
}
