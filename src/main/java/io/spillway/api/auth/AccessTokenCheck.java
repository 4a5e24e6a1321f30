package io.spillway.api.auth;

import io.spillway.api.auth.jose.CompactJws;
import io.spillway.api.auth.jose.JwsException;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Checks the invariant properties of an access token: form, signature, issuer and audience. */
final class AccessTokenCheck {
  private final Function<CompactJws, Future<JWTAuth>> keys;
  private final SignatureThreads signatures;
  private final AuthSettings settings;

  AccessTokenCheck(
      Function<CompactJws, Future<JWTAuth>> keys,
      SignatureThreads signatures,
      AuthSettings settings) {
    this.keys = keys;
    this.signatures = signatures;
    this.settings = settings;
  }

  /**
   * Fails with {@link io.spillway.domain.automation.RefusedException} if this server did not issue
   * {@code accessToken} for itself. Does not check its expiry.
   */
  Future<VerifiedToken> verify(String accessToken) {
    CompactJws jws;
    try {
      jws = CompactJws.parse(accessToken);
    } catch (JwsException e) {
      return refused("the access token " + e.getMessage());
    }
    JsonObject claims = jws.claims();
    Object issuer = claims.getValue("iss");
    if (issuer != null && issuer.equals(claims.getValue("sub"))) {
      return refused(
          "the bearer token is a client assertion; exchange it at %s for an access token"
              .formatted(TokenEndpoint.PATH));
    }
    return keys.apply(jws)
        .recover(cause -> Future.failedFuture(AccessTokens.UNCHECKED.asException()))
        .compose(
            verifier ->
                signatures
                    .run(() -> verifier.authenticate(new TokenCredentials(accessToken)))
                    .recover(
                        cause ->
                            cause instanceof RefusedException
                                ? Future.failedFuture(cause)
                                : refused("the access token was not signed by this server")))
        .compose(user -> read(claims));
  }

  private Future<VerifiedToken> read(JsonObject claims) {
    if (!settings.issuer().equals(claims.getValue("iss"))) {
      return refused("the access token has another issuer (iss); must be " + settings.issuer());
    }
    if (!settings.audience().equals(claims.getValue("aud"))) {
      return refused(
          "the access token is for another audience (aud); must be " + settings.audience());
    }
    if (!(claims.getValue("sub") instanceof String clientId)
        || !(claims.getValue("exp") instanceof Number expiry)
        || !(claims.getValue("roles") instanceof JsonArray roles)) {
      return refused("the access token lacks one of the claims sub, exp and roles");
    }
    List<String> names = roles.stream().map(Objects::toString).toList();
    return Role.highestOf(names)
        .map(
            role ->
                new VerifiedToken(
                    clientId, role, rotations(claims), Instant.ofEpochSecond(expiry.longValue())))
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                refused(
                    "the access token grants none of the roles worker, viewer, operator, admin"));
  }

  /** Tokens without the claim were issued before credentials could be replaced. */
  private static int rotations(JsonObject claims) {
    return claims.getValue(AccessTokens.ROTATIONS) instanceof Number given ? given.intValue() : 0;
  }

  private static <T> Future<T> refused(String message) {
    return Future.failedFuture(
        new UnauthenticatedException(UnauthenticatedException.Why.INVALID_TOKEN, message));
  }
}
