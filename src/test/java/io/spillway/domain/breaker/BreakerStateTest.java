package io.spillway.domain.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.breaker.BreakerState.Closed;
import io.spillway.domain.breaker.BreakerState.Tripped;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerStateTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Trip TRIP = new Trip(6, 5, BreakerPeriod.HOUR, NOW);

  @Test
  void theFirstTripOpensGenerationOne() {
    Closed initial = BreakerState.initial(NOW);

    Tripped tripped = initial.trip(TRIP);

    assertThat(initial.generation()).isZero();
    assertThat(tripped).isEqualTo(new Tripped(1, NOW, TRIP));
  }

  @Test
  void aResetKeepsTheGenerationAndStartsTheWindowAnew() {
    Instant later = NOW.plusSeconds(60);

    Closed reset = new Tripped(3, NOW, TRIP).reset(later);

    assertThat(reset).isEqualTo(new Closed(3, later));
    assertThat(reset.trip(TRIP).generation()).isEqualTo(4);
  }

  @Test
  void aClosedBreakerCanBeResetToo() {
    assertThat(new Closed(2, NOW).reset(NOW.plusMillis(1)))
        .isEqualTo(new Closed(2, NOW.plusMillis(1)));
  }

  @Test
  void theNextGenerationKeepsTheTripAndTheWindow() {
    assertThat(new Tripped(3, NOW, TRIP).nextGeneration()).isEqualTo(new Tripped(4, NOW, TRIP));
    assertThat(new Closed(3, NOW).nextGeneration()).isEqualTo(new Closed(3, NOW));
  }

  @Test
  void aWindowStartsAtAWholeMillisecond() {
    Instant within = NOW.plusNanos(999_999);

    assertThat(BreakerState.initial(within).windowStartedAt()).isEqualTo(NOW);
    assertThat(new Tripped(1, within, TRIP).windowStartedAt()).isEqualTo(NOW);
    assertThat(new Tripped(1, NOW, TRIP).reset(within).windowStartedAt()).isEqualTo(NOW);
  }
}
