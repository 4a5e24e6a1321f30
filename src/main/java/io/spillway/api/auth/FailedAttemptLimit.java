package io.spillway.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Clock;
import java.time.Duration;

/**
 * Limits guessing of secrets on this node: counts failed attempts by client id, known or not, and
 * by address. A client that authenticated from an address is limited there by its own failures
 * only, so that others who use its id, or the same proxy, do not lock it out. Thread-safe.
 */
final class FailedAttemptLimit {
  static final int MAX_PER_CLIENT = 20;
  static final int MAX_PER_ADDRESS = 100;

  /** The longest lifetime of access tokens: an active client authenticates again within it. */
  static final Duration TRUSTED_FOR = AuthSettings.MAX_LIFETIME;

  private final FixedWindowCounter byClient;
  private final FixedWindowCounter byAddress;
  private final FixedWindowCounter byPair;
  private final Cache<String, Boolean> trusted;

  FailedAttemptLimit(Clock clock) {
    byClient = new FixedWindowCounter(clock);
    byAddress = new FixedWindowCounter(clock);
    byPair = new FixedWindowCounter(clock);
    trusted = Caches.bounded(clock).expireAfterWrite(TRUSTED_FOR).build();
  }

  /** Whether an attempt is refused without checking its secret. */
  boolean isBlocked(RequestOrigin origin) {
    return isReached(origin) && !isTrusted(origin);
  }

  /** Whether failures have reached a limit. */
  boolean isReached(RequestOrigin origin) {
    return byClient.of(origin.clientId()) >= MAX_PER_CLIENT
        || byAddress.of(origin.network()) >= MAX_PER_ADDRESS;
  }

  void onFailure(RequestOrigin origin) {
    byClient.add(origin.clientId());
    byAddress.add(origin.network());
    byPair.add(origin.pair());
  }

  /** Keeps the counts: otherwise one client's success would allow more guesses at others. */
  void onSuccess(RequestOrigin origin) {
    trusted.put(origin.pair(), true);
  }

  private boolean isTrusted(RequestOrigin origin) {
    return trusted.getIfPresent(origin.pair()) != null && byPair.of(origin.pair()) < MAX_PER_CLIENT;
  }

  /** Number of tracked names. */
  long names() {
    trusted.cleanUp();
    return byClient.names() + byAddress.names() + byPair.names() + trusted.estimatedSize();
  }
}
