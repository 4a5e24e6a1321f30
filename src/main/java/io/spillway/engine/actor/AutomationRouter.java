package io.spillway.engine.actor;

import io.vertx.core.Future;

/** Sends commands to the actors of automations. Thread-safe. */
public interface AutomationRouter {
  /**
   * Sends a command to the actor of {@code automationId}.
   *
   * @return the reply; fails with {@link io.spillway.domain.automation.RefusedException} if the
   *     command is refused, and with {@link io.spillway.store.StoreException} if the store did not
   *     take it. Nothing of the command was done then
   */
  <R> Future<R> send(String automationId, AutomationCommand<R> command);

  /**
   * The automation that an execution belongs to.
   *
   * @return fails with {@link io.spillway.domain.automation.RefusedException} (NOT_FOUND) if there
   *     is none
   */
  Future<String> automationOf(long executionId);
}
