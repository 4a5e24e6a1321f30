package io.spillway.api.oidc;

import io.spillway.api.auth.jose.CompactJws;
import io.spillway.api.auth.jose.PrintableAscii;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells access tokens of a provider from its other tokens, which it signs with the same keys: ID
 * tokens, refresh tokens, and logout tokens.
 */
final class TokenKind {
  /** Header {@code typ} of access tokens: RFC 9068, 2.1, and of providers that have no other. */
  private static final Set<String> HEADERS = Set.of("jwt", "at+jwt", "application/at+jwt");

  /** Claim {@code typ} of access tokens, which some providers have. */
  private static final Set<String> CLAIMS = Set.of("bearer", "jwt", "at+jwt");

  /** Those of {@link #HEADERS} and {@link #CLAIMS} that only access tokens have. */
  private static final Set<String> ACCESS_TOKEN = Set.of("at+jwt", "application/at+jwt", "bearer");

  /** OpenID Connect Core 1.0, 3.1.3.6 and 3.3.2.11. */
  private static final List<String> OF_ID_TOKENS = List.of("at_hash", "c_hash");

  /** Of logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.4) and other events (RFC 8417). */
  private static final String EVENTS = "events";

  /**
   * Of ID tokens (OpenID Connect Core 1.0, 2). Keycloak copies it to access tokens before version
   * 24, and later by a mapper; they have the claim {@code typ}.
   */
  private static final String NONCE = "nonce";

  private static final int MAX_SHOWN = 32;

  private TokenKind() {}

  /** Throws {@link RefusedException} if {@code jws} is not an access token. */
  static void requireAccessToken(CompactJws jws) {
    JsonObject claims = jws.claims();
    Object header = jws.header().getValue("typ");
    Object claim = claims.getValue("typ");
    requireAmong(HEADERS, "the type (typ)", header);
    requireAmong(CLAIMS, "the claim typ", claim);
    if (claims.containsKey(EVENTS)) {
      throw refused("has the claim " + EVENTS + " of a logout token");
    }
    for (String name : OF_ID_TOKENS) {
      if (claims.containsKey(name)) {
        throw refused("has the claim " + name + " of an ID token");
      }
    }
    if (claims.containsKey(NONCE)
        && !isAmong(ACCESS_TOKEN, header)
        && !isAmong(ACCESS_TOKEN, claim)) {
      throw refused("has the claim " + NONCE + " of an ID token");
    }
  }

  private static void requireAmong(Set<String> allowed, String what, @Nullable Object given) {
    if (given != null && !isAmong(allowed, given)) {
      throw refused("has " + what + " " + PrintableAscii.of(String.valueOf(given), MAX_SHOWN));
    }
  }

  private static boolean isAmong(Set<String> allowed, @Nullable Object given) {
    return given instanceof String text && allowed.contains(text.toLowerCase(Locale.ROOT));
  }

  private static RefusedException refused(String what) {
    return ProviderTokens.unauthenticated(what + ", must be an access token");
  }
}
