package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.testing.SettableClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedAttemptLimitTest {
  private static final RequestOrigin HOME = new RequestOrigin("c1", "192.0.2.1");
  private static final RequestOrigin STRANGER = new RequestOrigin("c1", "198.51.100.7");

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final FailedAttemptLimit limit = new FailedAttemptLimit(clock);

  @Test
  void guessesAtOneClientAreCountedFromAllAddresses() {
    for (int i = 0; i < FailedAttemptLimit.MAX_PER_CLIENT; i++) {
      assertThat(limit.isBlocked(HOME)).isFalse();
      limit.onFailure(new RequestOrigin("c1", "198.51.100." + i));
    }

    assertThat(limit.isBlocked(HOME)).isTrue();
    assertThat(limit.isBlocked(new RequestOrigin("c2", "192.0.2.1"))).isFalse();
  }

  @Test
  void guessesFromOneAddressAreCountedOverAllClients() {
    for (int i = 0; i < FailedAttemptLimit.MAX_PER_ADDRESS; i++) {
      assertThat(limit.isBlocked(new RequestOrigin("c1", "198.51.100.7"))).isFalse();
      limit.onFailure(new RequestOrigin("guess" + i, "198.51.100.7"));
    }

    assertThat(limit.isBlocked(STRANGER)).isTrue();
    assertThat(limit.isBlocked(HOME)).isFalse();
  }

  @Test
  void addressesOfOneNetworkOfVersionSixCountAsOne() throws UnknownHostException {
    for (int i = 0; i < FailedAttemptLimit.MAX_PER_ADDRESS; i++) {
      limit.onFailure(from("guess" + i, "2001:db8::" + Integer.toHexString(i)));
    }

    assertThat(limit.isBlocked(from("c1", "2001:db8::ffff"))).isTrue();
    assertThat(limit.isBlocked(from("c1", "2001:db8:0:1::ffff"))).isFalse();
    assertThat(limit.isBlocked(from("c1", "::1"))).isFalse();
  }

  @Test
  void aClientThatProvedItselfIsNotLockedOutByStrangers() {
    limit.onSuccess(HOME);
    fail(STRANGER, FailedAttemptLimit.MAX_PER_CLIENT);
    for (int i = 0; i < FailedAttemptLimit.MAX_PER_ADDRESS; i++) {
      limit.onFailure(new RequestOrigin("guess" + i, HOME.address()));
    }

    assertThat(limit.isBlocked(HOME)).isFalse();
    assertThat(limit.isBlocked(STRANGER)).isTrue();
    assertThat(limit.isBlocked(new RequestOrigin("c2", HOME.address()))).isTrue();
  }

  @Test
  void aClientThatProvedItselfIsHeldToItsOwnFailures() {
    limit.onSuccess(HOME);
    fail(HOME, FailedAttemptLimit.MAX_PER_CLIENT);

    assertThat(limit.isBlocked(HOME)).isTrue();
  }

  @Test
  void aSuccessDoesNotPayForGuesses() {
    for (int i = 0; i < FailedAttemptLimit.MAX_PER_ADDRESS; i++) {
      limit.onFailure(new RequestOrigin("guess" + i, STRANGER.address()));
      limit.onSuccess(new RequestOrigin("his own", STRANGER.address()));
    }

    assertThat(limit.isBlocked(STRANGER)).isTrue();
  }

  @Test
  void aProofIsGoodForADay() {
    limit.onSuccess(HOME);
    clock.advance(FailedAttemptLimit.TRUSTED_FOR);
    fail(STRANGER, FailedAttemptLimit.MAX_PER_CLIENT);

    assertThat(limit.isBlocked(HOME)).isTrue();
  }

  @Test
  void failuresAreForgottenAMinuteAfterTheFirst() {
    fail(STRANGER, FailedAttemptLimit.MAX_PER_CLIENT);
    clock.advance(FixedWindowCounter.PERIOD);

    assertThat(limit.isBlocked(STRANGER)).isFalse();
  }

  @Test
  void aFloodOfNamesIsNotRemembered() {
    for (int i = 0; i < 5 * FixedWindowCounter.MAX_NAMES; i++) {
      limit.onFailure(new RequestOrigin("c" + i, "a" + i));
      limit.onSuccess(new RequestOrigin("c" + i, "a" + i));
    }

    assertThat(limit.names()).isLessThanOrEqualTo(4 * FixedWindowCounter.MAX_NAMES);
  }

  @Test
  void aFloodOfNamesDoesNotHaveAGuessedOneForgotten() {
    fail(STRANGER, FailedAttemptLimit.MAX_PER_CLIENT);
    for (int i = 0; i < 5 * FixedWindowCounter.MAX_NAMES; i++) {
      limit.onFailure(new RequestOrigin("c" + i, "a" + i));
      limit.isBlocked(STRANGER);
    }

    assertThat(limit.isBlocked(STRANGER)).isTrue();
  }

  private void fail(RequestOrigin origin, int times) {
    for (int i = 0; i < times; i++) {
      limit.onFailure(origin);
    }
  }

  private static RequestOrigin from(String clientId, String address) throws UnknownHostException {
    return new RequestOrigin(clientId, InetAddress.getByName(address).getHostAddress());
  }
}
