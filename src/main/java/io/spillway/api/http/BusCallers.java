package io.spillway.api.http;

import io.spillway.api.auth.AutomationScope;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;

/** Tells in whose name a request on the event bus is made. */
@FunctionalInterface
public interface BusCallers {
  /** Whoever is on the bus of a cluster without a secret. */
  Caller ANYBODY = new Caller("event bus", "event bus", Role.ADMIN, AutomationScope.ALL);

  /**
   * The caller of a request.
   *
   * @param body of the request as it was sent
   * @return fails with {@link io.spillway.domain.automation.RefusedException} if it does not prove
   *     who it is
   */
  Future<Caller> callerOf(Message<?> request, Buffer body);
}
