package io.spillway.api.auth;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import java.time.Clock;

/**
 * Limits the invalid access tokens of one address, since each costs a check of a signature. Tokens
 * that were found valid before are not affected. Thread-safe.
 */
public final class FailedTokenLimit {
  /** Invalid tokens of one address in a minute. */
  static final int MAX = 300;

  private final FixedWindowCounter failures;

  public FailedTokenLimit(Clock clock) {
    this.failures = new FixedWindowCounter(clock);
  }

  /**
   * Whether tokens of this address are refused without a check.
   *
   * @param address of a client, see {@link TrustedProxies}
   */
  public boolean isReached(String address) {
    return failures.of(RequestOrigin.networkOf(address)) >= MAX;
  }

  /** Counts an invalid token. */
  public void onFailure(String address) {
    failures.add(RequestOrigin.networkOf(address));
  }

  /** The refusal (RESOURCE_EXHAUSTED) once the limit is reached. */
  public static RefusedException refusal() {
    return new Refusal(
            Refusal.Reason.RESOURCE_EXHAUSTED,
            "this address has sent " + MAX + " invalid access tokens, try again in a minute")
        .asException();
  }
}
