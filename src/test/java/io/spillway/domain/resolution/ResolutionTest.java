package io.spillway.domain.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.Resolution.Counts;
import io.spillway.domain.resolution.Resolution.Order;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Order ORDER = new Order(Decision.RUN, "checked", "client-1");
  private static final Resolution RUNNING =
      new Resolution("r1", "a1", ORDER, 4, 10, Counts.NONE, START, Optional.empty());

  @Test
  void runMakesPendingAndCancelTerminates() {
    assertThat(Decision.RUN.target()).isEqualTo(ExecutionState.PENDING);
    assertThat(Decision.CANCEL.target()).isEqualTo(ExecutionState.TERMINATE);
    for (Decision decision : Decision.values()) {
      assertThat(ExecutionState.PAUSED_BY_CIRCUIT_BREAKER.canBecome(decision.target())).isTrue();
    }
  }

  @Test
  void countingChangesTheCountsAlone() {
    assertThat(RUNNING.counting(new Counts(3, 1)))
        .isEqualTo(
            new Resolution("r1", "a1", ORDER, 4, 10, new Counts(3, 1), START, Optional.empty()));
    assertThat(RUNNING.counting(new Counts(3, 1)).isDone()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 30, 2, 30, 2",
    "31, 0, 30, 2, 31, 1",
    "40, 0, 30, 2, 40, 0",
    "20, 20, 30, 2, 30, 10",
    "30, 2, 0, 0, 30, 2"
  })
  void countsThatAreBehindEarlierOnesAreMadeUpFor(
      long paused, long errored, long earlierPaused, long earlierErrored, long p, long e) {
    Resolution earlier = RUNNING.counting(new Counts(earlierPaused, earlierErrored));

    assertThat(RUNNING.counting(new Counts(paused, errored)).atLeast(earlier).counts())
        .isEqualTo(new Counts(p, e));
  }

  @Test
  void aFinishedResolutionIsExactWhateverWasSeenBefore() {
    Resolution finished = RUNNING.finished(new Counts(9, 0), START);

    assertThat(finished.atLeast(RUNNING.counting(new Counts(8, 2)))).isEqualTo(finished);
  }

  @Test
  void finishingSetsTheOutcomeAndTheTime() {
    Instant end = START.plusSeconds(2);

    Resolution finished = RUNNING.finished(new Counts(9, 1), end);

    assertThat(finished)
        .isEqualTo(
            new Resolution("r1", "a1", ORDER, 4, 10, new Counts(9, 1), START, Optional.of(end)));
    assertThat(finished.isDone()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "€", "😀"})
  void aReasonHasAtMost1024BytesOfUtf8(String character) {
    int bytes = character.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    String longest = character.repeat(1_024 / bytes) + "x".repeat(1_024 % bytes);

    assertThat(new Order(Decision.CANCEL, longest, "c").reason()).isEqualTo(longest);
    assertThatThrownBy(() -> new Order(Decision.CANCEL, longest + "x", "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reason has 1025 bytes of UTF-8, must be at most 1024");
  }

  @Test
  void aReasonMayBeEmpty() {
    assertThat(new Order(Decision.RUN, "", "c").reason()).isEmpty();
  }
}
