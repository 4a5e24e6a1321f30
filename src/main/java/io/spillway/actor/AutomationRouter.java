package io.spillway.actor;

import io.vertx.core.Future;

/** The way to an automation's actor. Thread-safe. */
public final class AutomationRouter {
  /** Sends a command to the actor of {@code automationId}. */
  public <R> Future<R> send(String automationId, AutomationCommand<R> command) {
    return Future.failedFuture(automationId + " takes no " + command);
  }
}
