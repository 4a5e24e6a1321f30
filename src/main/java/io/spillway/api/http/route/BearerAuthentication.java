package io.spillway.api.http.route;

import io.spillway.api.auth.Caller;
import io.spillway.api.auth.TokenVerifier;
import io.spillway.api.http.json.Refusals;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Tells who sent a request by its one {@code Authorization: Bearer} header, and by nothing else.
 */
public final class BearerAuthentication {
  private static final String SCHEME = "Bearer ";

  private final TokenVerifier verifier;

  public BearerAuthentication(TokenVerifier verifier) {
    this.verifier = verifier;
  }

  /**
   * The caller; fails with a refusal (UNAUTHENTICATED) if the request has no valid token. Throws
   * {@link HttpFault} if its query cannot be read.
   */
  Future<Caller> callerOf(HttpServerRequest request) {
    List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    if (request.query() != null && QueryParameters.of(request).contains("access_token")) {
      return refused("a token in the query is not accepted, send Authorization: Bearer <token>");
    }
    if (headers.isEmpty()) {
      return refused("the header Authorization is missing, send Authorization: Bearer <token>");
    }
    if (headers.size() > 1) {
      return refused(
          "the header Authorization is given " + headers.size() + " times, allowed is 1");
    }
    String header = headers.get(0);
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return refused("the header Authorization has another scheme, allowed is Bearer <token>");
    }
    return verifier.verify(header.substring(SCHEME.length()).strip());
  }

  private static Future<Caller> refused(String message) {
    return Future.failedFuture(Refusals.unauthenticated(message));
  }
}
