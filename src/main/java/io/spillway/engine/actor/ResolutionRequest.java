package io.spillway.engine.actor;

import io.spillway.domain.resolution.Resolution;
import io.spillway.store.RequestKey;
import java.util.Optional;

/**
 * A resolution that is requested and not recorded yet.
 *
 * @param resolutionId the id it gets
 * @param order the decision
 * @param key identifies the client's request, if it has one
 * @param kind what it is part of
 */
record ResolutionRequest(
    String resolutionId, Resolution.Order order, Optional<RequestKey> key, Kind kind) {

  /** What a resolution is part of. */
  enum Kind {
    /** A call that resolves. */
    RESOLVE,
    /** A call that clears the breaker and then resolves. */
    CLEAR,
    /** The deletion of the automation. */
    DELETE
  }

  static ResolutionRequest of(AutomationCommand.ResolvePaused command, Kind kind) {
    return new ResolutionRequest(command.resolutionId(), command.order(), command.key(), kind);
  }
}
