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
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authorization code flow by vertx-auth-oauth2. A token of the provider is returned only if
 * this server accepts it. Thread-safe.
 */
final class AuthorizationCodeFlow implements ProviderSignIn {
  private static final Logger LOG = LoggerFactory.getLogger(AuthorizationCodeFlow.class);

  /** Concurrent requests to the provider. */
  private static final int MAX_IN_FLIGHT = 16;

  /** So long after the timeout of a request its connection is closed; the timeout is reported. */
  private static final Duration LEEWAY = Duration.ofSeconds(1);

  /** Prefix of the library's message if the provider refuses the code or token. */
  private static final String INVALID_GRANT = "invalid_grant";

  private final Vertx vertx;
  private final ProviderSettings settings;
  private final ProviderSettings.SignIn client;
  private final ProviderKeys keys;
  private final ProviderTokens tokens;
  private final Duration timeout;
  private final Clock clock;
  private final Semaphore permits = new Semaphore(MAX_IN_FLIGHT);
  private @Nullable Endpoints latest;

  /** The endpoints of the provider, and a client for them. */
  private record Endpoints(URI authorization, URI token, OAuth2Auth client) {}

  /**
   * @param keys has the endpoints of the provider
   * @param tokens verifies the tokens that it issues
   * @param timeout for one request to it
   */
  AuthorizationCodeFlow(
      Vertx vertx,
      ProviderSettings settings,
      ProviderSettings.SignIn client,
      ProviderKeys keys,
      ProviderTokens tokens,
      Duration timeout,
      Clock clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.client = client;
    this.keys = keys;
    this.tokens = tokens;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public String issuer() {
    return settings.issuer();
  }

  @Override
  public String addressFor(String redirectUri, String state, String codeChallenge) {
    return provider()
        .authorizeURL(
            new OAuth2AuthorizationURL()
                .setRedirectUri(redirectUri)
                .setState(state)
                .setCodeChallenge(codeChallenge)
                .setCodeChallengeMethod("S256")
                .setScopes(List.of(client.scope()))
                // Some providers issue no JWT without it; the others ignore it.
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
    return call(provider -> provider.authenticate(returned));
  }

  @Override
  public Future<Grant> refresh(String refreshToken) {
    User holder = User.create(new JsonObject().put("refresh_token", refreshToken));
    return call(provider -> provider.refresh(holder));
  }

  private Future<Grant> call(Function<OAuth2Auth, Future<User>> request) {
    OAuth2Auth provider = provider();
    if (!permits.tryAcquire()) {
      return Future.failedFuture(unavailable("too many users are signing in now; try again"));
    }
    return request
        .apply(provider)
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(answered -> permits.release())
        .recover(cause -> Future.failedFuture(refusalOf(cause)))
        .compose(user -> grantOf(user.principal()));
  }

  private Future<Grant> grantOf(JsonObject answer) {
    if (!(answer.getValue("access_token") instanceof String accessToken)) {
      return Future.failedFuture(unavailable(issuer() + " returned no access token"));
    }
    Optional<String> refreshToken =
        answer.getValue("refresh_token") instanceof String given
            ? Optional.of(given)
            : Optional.empty();
    return tokens
        .subjectOf(accessToken)
        .map(
            subject ->
                new Grant(
                    subject.caller().clientId(),
                    accessToken,
                    subject.remaining(clock).toSeconds(),
                    refreshToken));
  }

  private synchronized OAuth2Auth provider() {
    Discovery discovery =
        keys.discovery()
            .orElseThrow(() -> unavailable(issuer() + " cannot be read now; try again"));
    try {
      Endpoints now = latest;
      if (now == null
          || !now.authorization().equals(discovery.authorization())
          || !now.token().equals(discovery.token())) {
        now = endpoints(discovery.authorization(), discovery.token());
        latest = now;
      }
      return now.client();
    } catch (ProviderException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    }
  }

  private Endpoints endpoints(URI authorization, URI token) {
    OAuth2Options options =
        new OAuth2Options()
            .setSite(settings.issuer())
            .setClientId(client.clientId())
            .setAuthorizationPath(authorization.toString())
            .setTokenPath(token.toString())
            .setSupportedGrantTypes(List.of(OAuth2FlowType.AUTH_CODE.getGrantType()))
            .setHttpClientOptions(
                new HttpClientOptions()
                    .setConnectTimeout((int) timeout.toMillis())
                    // A code is good for one request, which cannot be sent again: not on a
                    // connection that the provider may be closing.
                    .setKeepAlive(false)
                    // Ends requests that timed out.
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setIdleTimeout((int) timeout.plus(LEEWAY).toMillis()));
    client.clientSecret().ifPresent(options::setClientSecret);
    return new Endpoints(authorization, token, OAuth2Auth.create(vertx, options));
  }

  private RefusedException refusalOf(Throwable cause) {
    String message =
        cause instanceof TimeoutException
            ? "it did not answer within %d ms".formatted(timeout.toMillis())
            : String.valueOf(cause.getMessage());
    if (message.startsWith(INVALID_GRANT)) {
      return new Refusal(Refusal.Reason.UNAUTHENTICATED, issuer() + " says " + message)
          .asException();
    }
    LOG.warn("Users cannot sign in at {}: {}", issuer(), message);
    return unavailable("%s cannot be used to sign in now: %s".formatted(issuer(), message));
  }

  private static RefusedException unavailable(String message) {
    return new Refusal(Refusal.Reason.UNAVAILABLE, message).asException();
  }
}
