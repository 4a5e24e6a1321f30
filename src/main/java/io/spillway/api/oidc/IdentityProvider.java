package io.spillway.api.oidc;

import io.spillway.api.auth.ProviderSignIn;
import io.spillway.api.auth.SignatureThreads;
import io.spillway.api.auth.TokenVerifier;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** An external identity provider whose tokens are accepted beside those of this server. */
public final class IdentityProvider {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** A user waits for it, and a provider that has just started is slow. */
  private static final Duration SIGN_IN_TIMEOUT = Duration.ofSeconds(15);

  private final ProviderSettings settings;
  private final ProviderKeys keys;
  private final ProviderTokens tokens;
  private final Optional<ProviderSignIn> signIn;

  private IdentityProvider(Vertx vertx, ProviderSettings settings, ProviderKeys keys, Clock clock) {
    this.settings = settings;
    this.keys = keys;
    this.tokens = new ProviderTokens(settings, keys, new SignatureThreads(vertx), clock);
    this.signIn =
        settings
            .signIn()
            .map(
                client ->
                    new AuthorizationCodeFlow(
                        vertx, settings, client, keys, tokens, SIGN_IN_TIMEOUT, clock));
  }

  /**
   * Starts reading the provider's keys in the background. Until they are known, its tokens are
   * refused as UNAVAILABLE.
   */
  public static IdentityProvider open(Vertx vertx, ProviderSettings settings, Clock clock) {
    ProviderKeys keys =
        new ProviderKeys(
            vertx,
            settings,
            new JsonFetcher(vertx, TIMEOUT),
            ProviderKeys.ReadIntervals.DEFAULT,
            clock);
    keys.start();
    return new IdentityProvider(vertx, settings, keys, clock);
  }

  /**
   * A verifier for its tokens and those of this server, selected by the claim {@code iss}.
   *
   * @param own for tokens of this server
   * @param ownIssuer their issuer
   */
  public TokenVerifier verifierBeside(TokenVerifier own, String ownIssuer) {
    return new TokensByIssuer(own, ownIssuer, tokens, settings.issuer());
  }

  /** Signs users in there; empty if not configured. */
  public Optional<ProviderSignIn> signIn() {
    return signIn;
  }

  /** Number of known keys, each counted once per algorithm. */
  public int keys() {
    return keys.count();
  }
}
