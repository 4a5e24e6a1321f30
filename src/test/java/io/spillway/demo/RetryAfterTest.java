package io.spillway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private final RetryAfter thrice = new RetryAfter(3, Duration.ofSeconds(5));

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aRefusalIsWaitedOutAsLongAsItSays(int status) {
    assertThat(thrice.afterAttempt(1, status, Optional.of("2"))).contains(Duration.ofSeconds(2));
  }

  @Test
  void theWaitIsBounded() {
    assertThat(thrice.afterAttempt(1, 503, Optional.of("3600"))).contains(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Wed, 21 Oct 2026 07:28:00 GMT", ""})
  void aWaitThatIsNotSaidInSecondsIsOneSecond(String header) {
    assertThat(thrice.afterAttempt(1, 503, Optional.of(header))).contains(Duration.ofSeconds(1));
  }

  @Test
  void afterTheLastAttemptThereIsNone() {
    assertThat(thrice.afterAttempt(2, 503, Optional.of("1"))).isPresent();
    assertThat(thrice.afterAttempt(3, 503, Optional.of("1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 500})
  void otherAnswersAreFinal(int status) {
    assertThat(thrice.afterAttempt(1, status, Optional.of("1"))).isEmpty();
  }
}
