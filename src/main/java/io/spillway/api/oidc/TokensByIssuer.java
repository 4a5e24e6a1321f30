package io.spillway.api.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.TokenVerifier;
import io.spillway.api.auth.jose.CompactJws;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/**
 * Selects the verifier of a token by its {@code iss}: that of the provider for the provider's
 * issuer, that of this server otherwise. Thread-safe.
 */
final class TokensByIssuer implements TokenVerifier {
  private static final int MAX_REMEMBERED = 10_000;

  private final TokenVerifier own;
  private final String ownIssuer;
  private final TokenVerifier provider;
  private final String providerIssuer;

  /** By valid tokens, so that a token is decoded once and not for every request. */
  private final Cache<String, TokenVerifier> known =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).executor(Runnable::run).build();

  TokensByIssuer(
      TokenVerifier own, String ownIssuer, TokenVerifier provider, String providerIssuer) {
    this.own = own;
    this.ownIssuer = ownIssuer;
    this.provider = provider;
    this.providerIssuer = providerIssuer;
  }

  @Override
  public Future<Caller> verify(String accessToken) {
    TokenVerifier remembered = known.getIfPresent(accessToken);
    if (remembered != null) {
      return remembered.verify(accessToken);
    }
    JsonObject claims = claimsOf(accessToken);
    Object issuer = claims.getValue("iss");
    if (isForeign(claims)) {
      return Future.failedFuture(
          ProviderTokens.unauthenticated(
              "has another issuer (iss); must be %s or %s".formatted(ownIssuer, providerIssuer)));
    }
    TokenVerifier verifier = providerIssuer.equals(issuer) ? provider : own;
    return verifier
        .verify(accessToken)
        .map(
            caller -> {
              known.put(accessToken, verifier);
              return caller;
            });
  }

  @Override
  public boolean knows(String accessToken) {
    TokenVerifier remembered = known.getIfPresent(accessToken);
    return remembered != null && remembered.knows(accessToken);
  }

  /** Except client assertions (iss equals sub), which the verifier of this server explains. */
  private boolean isForeign(JsonObject claims) {
    return claims.getValue("iss") instanceof String issuer
        && !issuer.equals(providerIssuer)
        && !issuer.equals(ownIssuer)
        && !issuer.equals(claims.getValue("sub"));
  }

  /** The unverified claims; empty if they cannot be read. */
  private static JsonObject claimsOf(String token) {
    int from = token.indexOf('.') + 1;
    int to = token.indexOf('.', from);
    if (token.length() > CompactJws.MAX_BYTES || to < 0) {
      return new JsonObject();
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(token.substring(from, to));
      return new JsonObject(Buffer.buffer(payload));
    } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
      return new JsonObject();
    }
  }
}
