package io.spillway.actor;

import io.vertx.core.Promise;

/**
 * A command on its way to an actor, and where its reply goes.
 *
 * @param <R> what it replies
 */
record Envelope<R>(AutomationCommand<R> command, Promise<R> reply) {
  static <R> Envelope<R> of(AutomationCommand<R> command) {
    return new Envelope<>(command, Promise.promise());
  }
}
