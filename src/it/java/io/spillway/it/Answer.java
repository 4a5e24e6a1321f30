package io.spillway.it;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * What the server answered.
 *
 * @param status of HTTP
 * @param retryAfter the header of this name
 * @param text the body
 */
public record Answer(int status, Optional<String> retryAfter, String text) {
  static Answer of(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(), response.headers().firstValue("Retry-After"), response.body());
  }

  public boolean isOk() {
    return status == 200;
  }

  /** Whether the server says that it cannot now, and when to try again. */
  boolean asksToRetry() {
    return status == 503 && retryAfter.isPresent();
  }

  public JsonObject json() {
    return new JsonObject(text);
  }

  /** The body of an answer that must be a success. */
  public JsonObject ok() {
    if (!isOk()) {
      throw new AssertionError("answered with " + status + " " + text);
    }
    return json();
  }
}
