package io.spillway.api.http.route;

import io.vertx.core.Future;

/**
 * Handles one operation. It may throw {@link io.spillway.domain.automation.RefusedException}
 * instead of returning a failed future.
 */
@FunctionalInterface
public interface OperationHandler {
  Future<Reply> handle(ApiRequest request);
}
