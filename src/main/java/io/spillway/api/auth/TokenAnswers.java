package io.spillway.api.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What token endpoints answer (RFC 6749, 5). Nobody may keep it. */
final class TokenAnswers {
  private TokenAnswers() {}

  static void grant(RoutingContext ctx, JsonObject token) {
    answer(ctx.response().setStatusCode(200), token.put("token_type", "Bearer"));
  }

  static void refuse(RoutingContext ctx, TokenRefused refused) {
    HttpServerResponse response = ctx.response().setStatusCode(refused.status());
    if (refused.retryAfterSeconds() > 0) {
      response.putHeader("Retry-After", String.valueOf(refused.retryAfterSeconds()));
    }
    answer(response, refused.body());
  }

  /** Why a request was refused before its form could be looked at. */
  static TokenRefused unreadable(RoutingContext ctx) {
    int status = ctx.statusCode();
    return status >= 400 && status < 500
        ? TokenRefused.unreadableBody(status)
        : TokenRefused.serverError();
  }

  private static void answer(HttpServerResponse response, JsonObject body) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Pragma", "no-cache")
        .end(body.toBuffer());
  }
}
