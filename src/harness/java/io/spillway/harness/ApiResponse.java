package io.spillway.harness;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * A response of the server.
 *
 * @param status of HTTP
 * @param retryAfter the header of this name
 * @param text the body
 */
public record ApiResponse(int status, Optional<String> retryAfter, String text) {
  public static ApiResponse of(HttpResponse<String> response) {
    return new ApiResponse(
        response.statusCode(), response.headers().firstValue("Retry-After"), response.body());
  }

  public boolean isOk() {
    return status == 200;
  }

  /** Whether the server is unavailable and names a time to retry. */
  public boolean asksToRetry() {
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
