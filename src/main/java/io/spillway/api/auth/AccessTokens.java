package io.spillway.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import io.spillway.domain.automation.Refusal;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Issues and verifies access tokens: JWTs signed with EdDSA (Ed25519) by this server.
 *
 * <p>A signature is checked once per token and node; the result is cached until the token expires.
 * Expiry and revocation are checked on every request. Thread-safe.
 */
public final class AccessTokens implements TokenVerifier {
  /** The claim for the generation of the client's credentials that a token was issued for. */
  static final String ROTATIONS = "rotations";

  static final Refusal UNCHECKED =
      new Refusal(Refusal.Reason.UNAVAILABLE, "the access token cannot be checked now; try again");

  private final KeyRing keys;
  private final ClientCache clients;
  private final AuthSettings settings;
  private final Clock clock;
  private final Supplier<Duration> aheadOfOthers;
  private final AccessTokenCheck check;
  private final Cache<String, VerifiedToken> verified;

  /**
   * @param aheadOfOthers how far this clock is ahead of those of other nodes, never negative
   */
  AccessTokens(
      KeyRing keys,
      AccessTokenCheck check,
      ClientCache clients,
      AuthSettings settings,
      Clock clock,
      Supplier<Duration> aheadOfOthers) {
    this.keys = keys;
    this.check = check;
    this.clients = clients;
    this.settings = settings;
    this.clock = clock;
    this.aheadOfOthers = aheadOfOthers;
    this.verified = Caches.ofTokens(clock, VerifiedToken::acceptedUntil);
  }

  /** A new access token for {@code client}, valid from now for the configured lifetime. */
  String issue(Client client) {
    long issuedAt = clock.instant().getEpochSecond();
    JsonObject claims =
        new JsonObject()
            .put("iss", settings.issuer())
            .put("aud", settings.audience())
            .put("sub", client.id())
            .put("roles", new JsonArray(List.copyOf(client.roles())))
            .put(ROTATIONS, client.rotations())
            .put("iat", issuedAt)
            .put("exp", issuedAt + lifetimeSeconds())
            .put("jti", UUID.randomUUID().toString());
    return keys.signer().generateToken(claims, new JWTOptions().setAlgorithm("EdDSA"));
  }

  long lifetimeSeconds() {
    return settings.accessTokenLifetime().toSeconds();
  }

  /** The public keys as a JWK Set, for others who verify access tokens. */
  public JsonObject jwks() {
    return keys.jwkSet();
  }

  @Override
  public Future<Caller> verify(String accessToken) {
    VerifiedToken known = verified.getIfPresent(accessToken);
    if (known != null) {
      return caller(known);
    }
    return check
        .verify(accessToken)
        .compose(
            token -> {
              verified.put(accessToken, token);
              return caller(token);
            });
  }

  @Override
  public boolean knows(String accessToken) {
    return verified.getIfPresent(accessToken) != null;
  }

  private Future<Caller> caller(VerifiedToken token) {
    if (token.expired(clock, aheadOfOthers.get())) {
      return Future.failedFuture(
          new UnauthenticatedException(
              UnauthenticatedException.Why.EXPIRED_TOKEN,
              "the access token expired at " + token.expiresAt()));
    }
    return clients
        .find(token.clientId())
        .recover(cause -> Future.failedFuture(UNCHECKED.asException()))
        .map(
            client ->
                client
                    .filter(c -> token.rotations() >= c.rotations())
                    .map(
                        c ->
                            new Caller(
                                c.id(),
                                c.displayName(),
                                token.role(),
                                AutomationScope.of(c.scopes())))
                    .orElseThrow(
                        () ->
                            new UnauthenticatedException(
                                UnauthenticatedException.Why.REVOKED_CLIENT,
                                "the client of the access token is revoked, or has new"
                                    + " credentials")));
  }
}
