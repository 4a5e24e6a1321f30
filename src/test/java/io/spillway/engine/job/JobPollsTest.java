package io.spillway.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.testing.SettableClock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobPollsTest {
  private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1_000_000));
  private final JobPolls polls = new JobPolls(clock);

  @Test
  void whoAskedIsCountedForFiveMinutes() {
    polls.polled(Set.of("t", "u"), "one");
    polls.polled(Set.of("t"), "two");
    polls.polled(Set.of("t"), "two");
    assertThat(polls.workers("t")).isEqualTo(2);
    assertThat(polls.lastPoll("t")).hasValue(1_000_000);

    clock.advance(JobPolls.COUNTED.plusMillis(1));
    polls.polled(Set.of("t"), "two");

    assertThat(polls.workers("t")).isEqualTo(1);
    assertThat(polls.workers("u")).isZero();
    assertThat(polls.lastPoll("u")).hasValue(1_000_000);
    assertThat(polls.types()).containsExactlyInAnyOrder("t", "u");
  }

  @Test
  void aPollOfAnotherNodeCountsAsTheLastIfItIs() {
    polls.polledElsewhere("t", 900_000);
    assertThat(polls.lastPoll("t")).hasValue(900_000);

    polls.polled(Set.of("t"), "one");
    polls.polledElsewhere("t", 900_001);

    assertThat(polls.lastPoll("t")).hasValue(1_000_000);
    assertThat(polls.lastPoll("u")).isEmpty();
  }

  @Test
  void theTypeThatWasAskedForTheLongestAgoIsForgottenFirst() {
    for (int i = 0; i <= JobPolls.MAX_TYPES; i++) {
      polls.polled(Set.of("t" + i), "one");
    }

    assertThat(polls.lastPoll("t0")).isEmpty();
    assertThat(polls.lastPoll("t1")).isPresent();
  }
}
