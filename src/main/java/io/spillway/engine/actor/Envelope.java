package io.spillway.engine.actor;

import io.vertx.core.Promise;

/**
 * A command for an actor, with its reply.
 *
 * @param command to carry out
 * @param operation identifies the command when it is sent again
 * @param reply completed with its result
 * @param <R> the type of the reply
 */
record Envelope<R>(AutomationCommand<R> command, Operation operation, Promise<R> reply) {
  static <R> Envelope<R> of(AutomationCommand<R> command, Operation operation) {
    return new Envelope<>(command, operation, Promise.promise());
  }
}
