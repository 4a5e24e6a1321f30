package io.spillway.api.http.route;

import io.vertx.core.Future;

/**
 * Answers one operation. It may throw {@link io.spillway.domain.automation.RefusedException} in
 * place of returning a failed future.
 */
@FunctionalInterface
public interface OperationHandler {
  Future<Reply> handle(Call call);
}
