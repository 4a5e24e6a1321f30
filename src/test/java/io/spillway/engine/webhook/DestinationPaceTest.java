package io.spillway.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.engine.webhook.DestinationPace.Turn;
import io.spillway.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DestinationPaceTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final SettableClock clock = new SettableClock(START);
  private final DestinationPace pace = new DestinationPace(clock);

  private List<Turn.Now> takeAll(int maxConcurrent) {
    List<Turn.Now> turns = new ArrayList<>();
    while (pace.take(maxConcurrent, 0) instanceof Turn.Now now) {
      turns.add(now);
    }
    return turns;
  }

  @Test
  void noMoreThanAllowedAtATime() {
    List<Turn.Now> turns = takeAll(4);

    assertThat(turns).hasSize(4);
    assertThat(pace.take(4, 0))
        .isEqualTo(new Turn.NotBefore(START.plus(DestinationPace.WHEN_FULL)));
    pace.succeeded(turns.get(0));
    assertThat(takeAll(4)).hasSize(1);
  }

  @Test
  void noMoreThanAllowedInAnySecond() {
    for (int i = 0; i < 3; i++) {
      pace.succeeded((Turn.Now) pace.take(10, 3));
      clock.advance(Duration.ofMillis(300));
    }
    assertThat(pace.take(10, 3)).isEqualTo(new Turn.NotBefore(START.plusSeconds(1)));
    clock.set(START.plusSeconds(1));
    assertThat(pace.take(10, 3)).isInstanceOf(Turn.Now.class);
    assertThat(pace.take(10, 3)).isEqualTo(new Turn.NotBefore(START.plusMillis(1_300)));
  }

  @Test
  void eachRoundOfFailuresHalvesItDownToOneThenCloses() {
    for (int expected : new int[] {8, 4, 2, 1}) {
      List<Turn.Now> turns = takeAll(8);
      assertThat(turns).hasSize(expected);
      turns.forEach(pace::failed);
    }
    assertThat(pace.take(8, 0))
        .isEqualTo(new Turn.NotBefore(START.plus(DestinationPace.FIRST_CLOSURE)));
  }

  @Test
  void afterAClosureOneProbesAndItsFailureClosesForLonger() {
    close();
    Instant probed = START.plus(DestinationPace.FIRST_CLOSURE);
    clock.set(probed);
    List<Turn.Now> probes = takeAll(8);
    assertThat(probes).hasSize(1);

    pace.failed(probes.get(0));

    assertThat(pace.take(8, 0))
        .isEqualTo(new Turn.NotBefore(probed.plus(DestinationPace.FIRST_CLOSURE.multipliedBy(2))));
  }

  @Test
  void closuresDoNotGrowWithoutBound() {
    close();
    for (int i = 0; i < 20; i++) {
      clock.advance(DestinationPace.MAX_CLOSURE);
      pace.failed((Turn.Now) pace.take(8, 0));
    }
    assertThat(pace.take(8, 0))
        .isEqualTo(new Turn.NotBefore(clock.instant().plus(DestinationPace.MAX_CLOSURE)));
  }

  @Test
  void aProbeThatSucceedsLetsOneMoreInEachRound() {
    close();
    clock.advance(DestinationPace.FIRST_CLOSURE);
    takeAll(8).forEach(pace::succeeded);
    for (int expected : new int[] {2, 3, 4}) {
      List<Turn.Now> round = takeAll(8);
      assertThat(round).hasSizeBetween(expected - 1, expected);
      round.forEach(pace::succeeded);
    }
    for (int i = 0; i < 20; i++) {
      takeAll(8).forEach(pace::succeeded);
    }
    assertThat(takeAll(8)).hasSize(8);
  }

  @Test
  void aProbeThatWasCancelledIsRepeated() {
    close();
    clock.advance(DestinationPace.FIRST_CLOSURE);
    assertThat(pace.take(8, 0)).isInstanceOf(Turn.Now.class);

    pace.released();

    assertThat(takeAll(8)).hasSize(1);
  }

  private void close() {
    for (int i = 0; i < 4; i++) {
      takeAll(8).forEach(pace::failed);
    }
  }
}
