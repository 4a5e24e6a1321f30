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
 * @param deletes whether the automation is deleted with it
 */
record ResolutionRequest(
    String resolutionId, Resolution.Order order, Optional<RequestKey> key, boolean deletes) {}
