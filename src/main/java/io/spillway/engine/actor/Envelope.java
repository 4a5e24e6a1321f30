package io.spillway.engine.actor;

import io.vertx.core.Promise;

/**
 * A command on its way to an actor, and where its reply goes.
 *
 * @param command to carry out
 * @param operation tells it from others
 * @param reply where its result goes
 * @param <R> what it replies
 */
record Envelope<R>(AutomationCommand<R> command, Operation operation, Promise<R> reply) {
  static <R> Envelope<R> of(AutomationCommand<R> command, Operation operation) {
    return new Envelope<>(command, operation, Promise.promise());
  }
}
