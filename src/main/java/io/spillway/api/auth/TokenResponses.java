package io.spillway.api.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Responses of token endpoints (RFC 6749, 5), which must not be cached. */
final class TokenResponses {
  private TokenResponses() {}

  static void grant(RoutingContext ctx, JsonObject token) {
    answer(ctx.response().setStatusCode(200), token.put("token_type", "Bearer"));
  }

  /** Unless it was answered: a connection that ends may fail its requests more than once. */
  static void refuse(RoutingContext ctx, TokenRequestException refused) {
    if (ctx.response().headWritten()) {
      return;
    }
    HttpServerResponse response = ctx.response().setStatusCode(refused.status());
    if (refused.retryAfterSeconds() > 0) {
      response.putHeader("Retry-After", String.valueOf(refused.retryAfterSeconds()));
    }
    answer(response, refused.body());
  }

  /** The refusal of a request whose form could not be read. */
  static TokenRequestException unreadable(RoutingContext ctx) {
    int status = ctx.statusCode();
    if (status >= 400 && status < 500) {
      return TokenRequestException.unreadableBody(status);
    }
    // Netty reports the size of a chunk that is no number so.
    return ctx.failure() instanceof NumberFormatException
        ? TokenRequestException.unreadableBody(400)
        : TokenRequestException.serverError();
  }

  private static void answer(HttpServerResponse response, JsonObject body) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Pragma", "no-cache")
        .end(body.toBuffer());
  }
}
