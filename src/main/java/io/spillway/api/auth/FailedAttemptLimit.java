package io.spillway.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;

/**
 * Cuts guessing short on this node: counts failed attempts by client, known or not, and by address.
 * A client that has proved itself from an address is held there to its own failures only, so that
 * strangers who fail in its name, or behind the same proxy, do not lock it out. Thread-safe.
 */
final class FailedAttemptLimit {
  static final int MAX_PER_CLIENT = 20;
  static final int MAX_PER_ADDRESS = 100;

  /** As long as the longest access token: a client that is in use comes back sooner. */
  static final Duration PROVED_FOR = AuthSettings.MAX_LIFETIME;

  private final MinuteCounts ofClients;
  private final MinuteCounts ofAddresses;
  private final MinuteCounts ofPairs;
  private final Cache<String, Boolean> proved;

  FailedAttemptLimit(Clock clock) {
    ofClients = new MinuteCounts(clock);
    ofAddresses = new MinuteCounts(clock);
    ofPairs = new MinuteCounts(clock);
    proved =
        Caffeine.newBuilder()
            .maximumSize(MinuteCounts.MAX_NAMES)
            .expireAfterWrite(PROVED_FOR)
            .ticker(ClockTicker.of(clock))
            .executor(Runnable::run)
            .build();
  }

  /** Whether an attempt is refused unseen. */
  boolean refuses(RequestOrigin origin) {
    return isReached(origin) && !isTrusted(origin);
  }

  /** Whether failures have reached a limit; what fails is answered so then. */
  boolean isReached(RequestOrigin origin) {
    return ofClients.of(origin.clientId()) >= MAX_PER_CLIENT
        || ofAddresses.of(origin.network()) >= MAX_PER_ADDRESS;
  }

  void onFailure(RequestOrigin origin) {
    ofClients.add(origin.clientId());
    ofAddresses.add(origin.network());
    ofPairs.add(origin.pair());
  }

  /** What was counted stays: otherwise one client's success would pay for guesses at others. */
  void onSuccess(RequestOrigin origin) {
    proved.put(origin.pair(), true);
  }

  private boolean isTrusted(RequestOrigin origin) {
    return proved.getIfPresent(origin.pair()) != null && ofPairs.of(origin.pair()) < MAX_PER_CLIENT;
  }

  /** How many names are remembered in all. */
  long names() {
    proved.cleanUp();
    return ofClients.names() + ofAddresses.names() + ofPairs.names() + proved.estimatedSize();
  }
}
