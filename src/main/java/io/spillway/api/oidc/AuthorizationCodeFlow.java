package io.spillway.api.oidc;

import io.spillway.api.auth.ProviderSignIn;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends people to the provider and makes tokens of what they come back with, by vertx-auth-oauth2.
 * A token is handed on only if this server accepts it. Thread-safe.
 */
final class AuthorizationCodeFlow implements ProviderSignIn {
  private static final Logger LOG = LoggerFactory.getLogger(AuthorizationCodeFlow.class);

  /** At the provider at once: more than people sign in, fewer than would hurt it. */
  private static final int MAX_IN_FLIGHT = 16;

  /** What the library begins its message with if the provider does not take the code or token. */
  private static final String NOT_TAKEN = "invalid_grant";

  private final Vertx vertx;
  private final ProviderSettings settings;
  private final ProviderSettings.SignIn client;
  private final ProviderKeys keys;
  private final ProviderTokens tokens;
  private final Duration limit;
  private final Clock clock;
  private final Semaphore places = new Semaphore(MAX_IN_FLIGHT);
  private @Nullable At last;

  /** The provider at its two addresses. */
  private record At(URI authorization, URI token, OAuth2Auth library) {}

  /**
   * @param keys knows the addresses of the provider
   * @param tokens checks what it issues
   * @param limit for one answer of it
   */
  AuthorizationCodeFlow(
      Vertx vertx,
      ProviderSettings settings,
      ProviderSettings.SignIn client,
      ProviderKeys keys,
      ProviderTokens tokens,
      Duration limit,
      Clock clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.client = client;
    this.keys = keys;
    this.tokens = tokens;
    this.limit = limit;
    this.clock = clock;
  }

  @Override
  public String issuer() {
    return settings.issuer();
  }

  @Override
  public String addressFor(String redirectUri, String state, String codeChallenge) {
    return library()
        .authorizeURL(
            new OAuth2AuthorizationURL()
                .setRedirectUri(redirectUri)
                .setState(state)
                .setCodeChallenge(codeChallenge)
                .setCodeChallengeMethod("S256")
                .setScopes(List.of(client.scope()))
                // Some providers go by it and issue no JWT without it; the others pass over it.
                .putAdditionalParameter("audience", settings.audience()));
  }

  @Override
  public Future<Grant> exchange(String code, String verifier, String redirectUri) {
    Oauth2Credentials returned =
        new Oauth2Credentials()
            .setFlow(OAuth2FlowType.AUTH_CODE)
            .setCode(code)
            .setCodeVerifier(verifier)
            .setRedirectUri(redirectUri);
    return ask(provider -> provider.authenticate(returned));
  }

  @Override
  public Future<Grant> refresh(String refreshToken) {
    User holder = User.create(new JsonObject().put("refresh_token", refreshToken));
    return ask(provider -> provider.refresh(holder));
  }

  private Future<Grant> ask(Function<OAuth2Auth, Future<User>> question) {
    OAuth2Auth provider = library();
    if (!places.tryAcquire()) {
      return Future.failedFuture(unavailable("too many are signing in now; try again"));
    }
    return question
        .apply(provider)
        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(answered -> places.release())
        .recover(cause -> Future.failedFuture(refusalOf(cause)))
        .compose(user -> grantOf(user.principal()));
  }

  private Future<Grant> grantOf(JsonObject answer) {
    if (!(answer.getValue("access_token") instanceof String accessToken)) {
      return Future.failedFuture(unavailable(issuer() + " answered without an access token"));
    }
    Optional<String> refreshToken =
        answer.getValue("refresh_token") instanceof String given
            ? Optional.of(given)
            : Optional.empty();
    return tokens
        .subjectOf(accessToken)
        .map(subject -> new Grant(accessToken, subject.remaining(clock).toSeconds(), refreshToken));
  }

  private synchronized OAuth2Auth library() {
    Discovery discovery =
        keys.discovery()
            .orElseThrow(() -> unavailable(issuer() + " cannot be read now; try again"));
    try {
      At now = last;
      if (now == null
          || !now.authorization().equals(discovery.authorization())
          || !now.token().equals(discovery.token())) {
        now = at(discovery.authorization(), discovery.token());
        last = now;
      }
      return now.library();
    } catch (ProviderException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    }
  }

  private At at(URI authorization, URI token) {
    OAuth2Options options =
        new OAuth2Options()
            .setSite(settings.issuer())
            .setClientId(client.clientId())
            .setAuthorizationPath(authorization.toString())
            .setTokenPath(token.toString())
            .setSupportedGrantTypes(List.of(OAuth2FlowType.AUTH_CODE.getGrantType()))
            .setHttpClientOptions(
                new HttpClientOptions()
                    .setConnectTimeout((int) limit.toMillis())
                    // So that what was given up does not go on.
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setIdleTimeout((int) limit.toMillis()));
    client.clientSecret().ifPresent(options::setClientSecret);
    return new At(authorization, token, OAuth2Auth.create(vertx, options));
  }

  private RefusedException refusalOf(Throwable cause) {
    String said = String.valueOf(cause.getMessage());
    if (said.startsWith(NOT_TAKEN)) {
      return new Refusal(Refusal.Reason.UNAUTHENTICATED, issuer() + " says " + said).asException();
    }
    LOG.warn("Nobody can sign in at {}: {}", issuer(), said);
    return unavailable("%s cannot be used to sign in now: %s".formatted(issuer(), said));
  }

  private static RefusedException unavailable(String message) {
    return new Refusal(Refusal.Reason.UNAVAILABLE, message).asException();
  }
}
