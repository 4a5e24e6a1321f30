package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "spillway.example:8443", "10.0.0.1", "[::1]:8080"})
  void hostNamesWithAndWithoutPortAreAccepted(String host) {
    assertThat(AuthSettings.forHost(host).publicHost()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a@b", "a/b", "https://a", "a b", "a:port"})
  void hostsThatWouldBreakTheClientIdAreRefused(String host) {
    assertThatThrownBy(() -> AuthSettings.forHost(host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("publicHost is '" + host + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.9S", "PT24H0.001S", "-PT1H"})
  void lifetimesOutOfRangeAreRefused(String lifetime) {
    assertThatThrownBy(
            () ->
                new AuthSettings(
                    "https://a", "a", "a", Set.of(), Duration.parse(lifetime), Duration.ofDays(30)))
        .hasMessageContaining("must be from PT1S to PT24H");
  }

  @Test
  void issuerMustBeAUrlAndAudienceNotBlank() {
    assertThatThrownBy(
            () ->
                new AuthSettings("a", "a", "a", Set.of(), Duration.ofHours(1), Duration.ofDays(30)))
        .hasMessageContaining("issuer is 'a'");
    assertThatThrownBy(
            () ->
                new AuthSettings(
                    "https://a", " ", "a", Set.of(), Duration.ofHours(1), Duration.ofDays(30)))
        .hasMessageContaining("audience is blank");
  }
}
