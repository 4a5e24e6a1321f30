package io.spillway.api.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import io.spillway.api.auth.Caches;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.SignatureThreads;
import io.spillway.api.auth.TokenVerifier;
import io.spillway.api.auth.UnauthenticatedException;
import io.spillway.api.auth.jose.CompactJws;
import io.spillway.api.auth.jose.JwsException;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;

/**
 * Verifies access tokens of the provider.
 *
 * <p>A signature is checked once per token; the result is cached until the token expires or the
 * provider publishes other keys. Thread-safe.
 */
final class ProviderTokens implements TokenVerifier {
  private final ProviderSettings settings;
  private final ProviderKeys keys;
  private final ProviderClaims claims;
  private final SignatureThreads signatures;
  private final Clock clock;
  private final Cache<String, Subject> verified;

  ProviderTokens(
      ProviderSettings settings, ProviderKeys keys, SignatureThreads signatures, Clock clock) {
    this.signatures = signatures;
    this.settings = settings;
    this.keys = keys;
    this.claims = new ProviderClaims(settings);
    this.clock = clock;
    this.verified = Caches.ofTokens(clock, Subject::expiresAt);
  }

  @Override
  public Future<Caller> verify(String accessToken) {
    return subjectOf(accessToken).map(Subject::caller);
  }

  @Override
  public boolean knows(String accessToken) {
    return verified.getIfPresent(accessToken) != null;
  }

  /** The subject of a token; fails as {@link #verify} does. */
  Future<Subject> subjectOf(String accessToken) {
    Subject known = verified.getIfPresent(accessToken);
    return known != null && keys.areCurrent(known.keys())
        ? Future.succeededFuture(known)
        : check(accessToken);
  }

  private Future<Subject> check(String accessToken) {
    try {
      CompactJws jws = CompactJws.parse(accessToken, UsableJwks.ALGORITHMS);
      // Claims first: that is cheap, and the library does not say which claim it refuses.
      TokenKind.requireAccessToken(jws);
      Instant now = clock.instant();
      Instant expiresAt = claims.expiryOf(jws, now);
      Caller caller = claims.callerOf(jws, now);
      return keys.keysFor(jws)
          .recover(cause -> Future.failedFuture(unavailable(cause)))
          .compose(published -> requireSigned(accessToken, published))
          .map(published -> remember(accessToken, new Subject(caller, expiresAt, published)));
    } catch (JwsException e) {
      return Future.failedFuture(unauthenticated(String.valueOf(e.getMessage())));
    } catch (RefusedException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<ProviderKeySet> requireSigned(String accessToken, ProviderKeySet published) {
    return signatures
        .run(() -> published.verify(accessToken))
        .map(published)
        .recover(
            cause ->
                cause instanceof RefusedException
                    ? Future.failedFuture(cause)
                    : Future.failedFuture(
                        unauthenticated(
                            "was not signed by a key that %s publishes"
                                .formatted(settings.issuer()))));
  }

  private Subject remember(String accessToken, Subject subject) {
    verified.put(accessToken, subject);
    return subject;
  }

  private RefusedException unavailable(Throwable cause) {
    String why =
        cause instanceof UnknownKeyException
            ? "it names a key that %s did not publish when its keys were last read"
            : "the keys of %s cannot be read";
    return new Refusal(
            Refusal.Reason.UNAVAILABLE,
            "the access token cannot be checked now, since %s; try again"
                .formatted(why.formatted(settings.issuer())))
        .asException();
  }

  static RefusedException expired(Instant at) {
    return new UnauthenticatedException(
        UnauthenticatedException.Why.EXPIRED_TOKEN, "the access token expired at " + at);
  }

  /** A refusal with the message "the access token …". */
  static UnauthenticatedException unauthenticated(String why) {
    return new UnauthenticatedException(
        UnauthenticatedException.Why.INVALID_TOKEN, "the access token " + why);
  }
}
