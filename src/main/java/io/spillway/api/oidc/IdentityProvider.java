package io.spillway.api.oidc;

import io.spillway.api.auth.ProviderSignIn;
import io.spillway.api.auth.TokenVerifier;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** An outside identity provider whose tokens are accepted beside our own. */
public final class IdentityProvider {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final ProviderSettings settings;
  private final ProviderKeys keys;
  private final ProviderTokens tokens;
  private final Optional<ProviderSignIn> signIn;

  private IdentityProvider(Vertx vertx, ProviderSettings settings, ProviderKeys keys, Clock clock) {
    this.settings = settings;
    this.keys = keys;
    this.tokens = new ProviderTokens(settings, keys, clock);
    this.signIn =
        settings
            .signIn()
            .map(
                client ->
                    new AuthorizationCodeFlow(
                        vertx, settings, client, keys, tokens, ANSWER_LIMIT, clock));
  }

  /**
   * Begins to read the provider's keys and does not wait for them. Until they are known its tokens
   * are refused as UNAVAILABLE.
   */
  public static IdentityProvider open(Vertx vertx, ProviderSettings settings, Clock clock) {
    ProviderKeys keys =
        new ProviderKeys(
            vertx, settings, new JsonFetcher(vertx, ANSWER_LIMIT), ProviderKeys.Pace.USUAL, clock);
    keys.start();
    return new IdentityProvider(vertx, settings, keys, clock);
  }

  /**
   * Verifies its tokens and our own, each by the issuer that it names.
   *
   * @param own verifies our own
   * @param ownIssuer that stands in them
   */
  public TokenVerifier beside(TokenVerifier own, String ownIssuer) {
    return new TokensByIssuer(own, ownIssuer, tokens, settings.issuer());
  }

  /** How people sign in there; empty if they are not sent there. */
  public Optional<ProviderSignIn> signIn() {
    return signIn;
  }

  /** How many keys are known, each counted once for every algorithm it is used with. */
  public int keys() {
    return keys.count();
  }
}
