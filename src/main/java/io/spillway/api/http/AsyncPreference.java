package io.spillway.api.http;

import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.event.BreakerJson;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * The preference {@value #TOKEN} (RFC 7240, 4.1): the response comes when the request is recorded,
 * and names where its progress is found.
 */
final class AsyncPreference {
  private static final String TOKEN = "respond-async";
  private static final CharSequence PREFER = HttpHeaders.createOptimized("prefer");
  private static final CharSequence APPLIED = HttpHeaders.createOptimized("preference-applied");
  private static final String RESOLVE = "resolve_paused";

  private AsyncPreference() {}

  /** Whether a request has the preference, perhaps among others. */
  static boolean isIn(HttpServerRequest request) {
    for (String header : request.headers().getAll(PREFER)) {
      for (String preference : header.split(",", -1)) {
        if (preference.split(";", 2)[0].strip().equalsIgnoreCase(TOKEN)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The response to {@code resolve_paused} once its resolution is recorded. */
  static Reply accepted(ApiRequest request, Resolution resolution) {
    String path = request.http().path();
    String breaker = path.substring(0, path.lastIndexOf(RESOLVE));
    HttpServerResponse response = request.http().response();
    response.putHeader(APPLIED, TOKEN);
    response.putHeader(HttpHeaders.LOCATION, breaker + "resolutions/" + resolution.id());
    return new Reply.Buffered(
        202,
        Reply.JSON,
        JsonText.object(
            out -> {
              out.writeStringField("bulkActionId", resolution.id());
              JsonText.object(out, "resolution", BreakerJson.resolution(resolution));
            }));
  }
}
