package io.spillway.http;

import io.vertx.core.Future;

/**
 * Answers one operation. It may throw {@link io.spillway.automation.RefusedException} in place of
 * returning a failed future.
 */
@FunctionalInterface
interface OperationHandler {
  Future<Reply> handle(Call call);
}
