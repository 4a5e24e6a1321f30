package io.spillway.actor;

import io.vertx.core.Future;

/**
 * The way to an automation's actor, wherever in the cluster it lives. Thread-safe. Futures complete
 * on the caller's context.
 */
public interface AutomationRouter {
  /**
   * Sends a command to the actor of {@code automationId}.
   *
   * @return fails with {@link io.spillway.automation.RefusedException} if the command is refused;
   *     nothing of it was done then
   */
  <R> Future<R> send(String automationId, AutomationCommand<R> command);

  /**
   * The automation that an execution belongs to.
   *
   * @return fails with {@link io.spillway.automation.RefusedException} (NOT_FOUND) if there is no
   *     such execution
   */
  Future<String> automationOf(long executionId);
}
