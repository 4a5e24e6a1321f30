package io.spillway.api.http.route;

import io.spillway.api.auth.Caller;
import io.spillway.api.auth.FailedTokenLimit;
import io.spillway.api.auth.TokenVerifier;
import io.spillway.api.auth.TrustedProxies;
import io.spillway.api.auth.UnauthenticatedException;
import io.spillway.api.auth.UnauthenticatedException.Why;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Authenticates a request by its single {@code Authorization: Bearer} header, and by nothing else.
 */
public final class BearerAuthentication {
  private static final String SCHEME = "Bearer ";

  private final TokenVerifier verifier;
  private final FailedTokenLimit failures;
  private final TrustedProxies proxies;

  public BearerAuthentication(
      TokenVerifier verifier, FailedTokenLimit failures, TrustedProxies proxies) {
    this.verifier = verifier;
    this.failures = failures;
    this.proxies = proxies;
  }

  /**
   * The caller; fails with {@link UnauthenticatedException} if the request has no valid token, and
   * with another (RESOURCE_EXHAUSTED) if its address has sent too many invalid ones. Throws {@link
   * HttpStatusException} if its query is malformed.
   */
  Future<Caller> callerOf(HttpServerRequest request) {
    List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    if (request.query() != null && QueryParameters.of(request).contains("access_token")) {
      return refused(
          Why.MISPLACED_TOKEN,
          "a token in the query is not accepted, send Authorization: Bearer <token>");
    }
    if (headers.isEmpty()) {
      return refused(
          Why.NO_TOKEN, "the header Authorization is missing, send Authorization: Bearer <token>");
    }
    if (headers.size() > 1) {
      return refused(
          Why.MISPLACED_TOKEN,
          "the header Authorization is given " + headers.size() + " times, must be given once");
    }
    String header = headers.get(0);
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return refused(
          Why.MISPLACED_TOKEN,
          "the header Authorization has another scheme, must be Bearer <token>");
    }
    String token = header.substring(SCHEME.length()).strip();
    return verifier.knows(token) ? verifier.verify(token) : verifyNew(token, request);
  }

  private Future<Caller> verifyNew(String token, HttpServerRequest request) {
    String address = proxies.clientOf(request);
    if (failures.isReached(address)) {
      return Future.failedFuture(FailedTokenLimit.refusal());
    }
    return verifier
        .verify(token)
        .onFailure(
            cause -> {
              if (cause instanceof UnauthenticatedException) {
                failures.onFailure(address);
              }
            });
  }

  private static Future<Caller> refused(Why why, String message) {
    return Future.failedFuture(new UnauthenticatedException(why, message));
  }
}
