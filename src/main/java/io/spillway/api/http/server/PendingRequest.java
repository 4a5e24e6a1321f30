package io.spillway.api.http.server;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The request that is being received or answered, if there is one. Reused for the next. */
final class PendingRequest {
  private Optional<HttpServerRequest> request = Optional.empty();
  private int startedAt;

  /** The headers of a new request have been received. */
  void set(HttpServerRequest received, int now) {
    request = Optional.of(received);
    startedAt = now;
  }

  /** Whether the request is received completely and its response is sent. */
  boolean isCompleted() {
    return request.isEmpty() || (request.get().isEnded() && request.get().response().ended());
  }

  /** Whether its response is in progress and waits for the client to take what is written. */
  boolean hasUnsent() {
    return isInProgress() && request.get().response().writeQueueFull();
  }

  /** How much of its response is written, while that is in progress. */
  long bytesWritten() {
    return isInProgress() ? request.get().response().bytesWritten() : 0;
  }

  private boolean isInProgress() {
    return request.isPresent()
        && !request.get().response().ended()
        && !request.get().response().closed();
  }

  boolean isOverdue(int now, int ticks) {
    return request.isPresent() && !request.get().isEnded() && now - startedAt > ticks;
  }
}
