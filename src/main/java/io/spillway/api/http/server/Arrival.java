package io.spillway.api.http.server;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** A request that is arriving or being answered, if there is one. Used again for the next. */
final class Arrival {
  private Optional<HttpServerRequest> request = Optional.empty();
  private int at;

  /** Its headers came now. */
  void is(HttpServerRequest arriving, int now) {
    request = Optional.of(arriving);
    at = now;
  }

  /** Whether nothing of it is missing any more, neither of the request nor of the answer. */
  boolean isOver() {
    return request.isEmpty() || (request.get().isEnded() && request.get().response().ended());
  }

  boolean isOverdue(int now, int ticks) {
    return request.isPresent() && !request.get().isEnded() && now - at > ticks;
  }
}
