package io.spillway.api.oidc;

import io.spillway.api.auth.jose.CompactJws;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys that a provider published at one time. Immutable and thread-safe. */
final class ProviderKeySet {
  /** How far the provider's clock may be ahead. */
  static final Duration LEEWAY = Duration.ofSeconds(30);

  private final List<JsonObject> jwks;
  private final Set<String> keyIds;
  private final boolean someWithoutId;
  private final OAuth2Auth verifier;

  /**
   * @param jwks of {@link UsableJwks}
   */
  ProviderKeySet(Vertx vertx, List<JsonObject> jwks, ProviderSettings settings) {
    this.jwks = List.copyOf(jwks);
    this.keyIds =
        jwks.stream()
            .map(jwk -> jwk.getString("kid"))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    this.someWithoutId = jwks.stream().anyMatch(jwk -> !jwk.containsKey("kid"));
    // Used only to verify tokens with these keys; without URLs it cannot fetch anything.
    this.verifier =
        OAuth2Auth.create(
            vertx,
            new OAuth2Options()
                .setSite(settings.issuer())
                .setSupportedGrantTypes(List.of(OAuth2FlowType.CLIENT.getGrantType()))
                .setJwks(jwks)
                .setJWTOptions(
                    new JWTOptions()
                        .setIssuer(settings.issuer())
                        .setAudience(List.of(settings.audience()))
                        .setLeeway((int) LEEWAY.toSeconds())));
  }

  /** Whether one of these may have signed {@code jws}. */
  boolean mayVerify(CompactJws jws) {
    Object keyId = jws.header().getValue("kid");
    return keyId == null || someWithoutId || (keyId instanceof String id && keyIds.contains(id));
  }

  /** Fails if none of these signed {@code token}, or its issuer or audience differs. */
  Future<Void> verify(String token) {
    return verifier.authenticate(new TokenCredentials(token)).mapEmpty();
  }

  /** Whether this set was made of {@code others}. */
  boolean hasJwks(List<JsonObject> others) {
    return jwks.equals(others);
  }

  /** Number of keys, each counted once per algorithm. */
  int count() {
    return jwks.size();
  }
}
