package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.engine.routing.MemberRequests;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.CapturedLog;
import io.spillway.testing.SettableClock;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterClocksTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final SqliteStore store =
      SqliteStore.inMemory("clocks", Clock.systemUTC(), new SimpleMeterRegistry());
  private final Grid grid = Grid.start(GridSettings.alone(0), store);
  private final CapturedLog log = CapturedLog.of(ClusterClocks.class.getName());
  private final SettableClock clock = new SettableClock(NOON);
  private final SettableClock otherClock = new SettableClock(NOON);
  private Set<String> members = Set.of("a", "b");
  private final ClusterClocks clocks = at("a", clock);
  private final ClusterClocks others = at("b", otherClock);

  private ClusterClocks at(String node, Clock its) {
    return new ClusterClocks(
        vertx,
        node,
        () -> members,
        new MemberRequests(vertx, Optional.empty(), grid.membership()),
        its);
  }

  @BeforeEach
  void start() {
    clocks.start().await();
    others.start().await();
  }

  @AfterEach
  void close() {
    log.close();
    vertx.close().await();
    grid.close();
    store.close();
  }

  @Test
  void measuresHowFarAnotherClockIsAhead() {
    otherClock.advance(Duration.ofSeconds(3));

    clocks.measure().await();
    others.measure().await();

    assertNear(clocks, "b", 3_000);
    assertNear(others, "a", -3_000);
    assertThat(clocks.of("a")).isEmpty();
    assertThat(clocks.aheadOfOthers()).isLessThan(Duration.ofSeconds(1));
    assertThat(others.aheadOfOthers()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(log.lines()).isEmpty();
  }

  private static void assertNear(ClusterClocks measured, String node, long aheadMillis) {
    ClockDifference difference = measured.of(node).orElseThrow();
    assertThat(Math.abs(difference.aheadMillis() - aheadMillis))
        .isLessThanOrEqualTo(difference.errorMillis());
  }

  @Test
  void warnsOnceOfAClockThatIsFarOffAndSaysWhenItIsRightAgain() {
    otherClock.advance(Duration.ofMinutes(10));
    clocks.measure().await();
    clocks.measure().await();

    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARN the clock of member b is ")
        .contains(" s (± ", " ms) ahead of this node's, must be within 5 s");

    otherClock.set(NOON.plusSeconds(1));
    clocks.measure().await();
    clocks.measure().await();

    assertThat(log.lines())
        .hasSize(2)
        .last()
        .isEqualTo("INFO the clock of member b is within 5 s again");
  }

  @Test
  void forgetsAMemberThatLeft() {
    otherClock.set(NOON.minusSeconds(30));
    clocks.measure().await();
    assertThat(clocks.aheadOfOthers()).isGreaterThan(Duration.ofSeconds(20));

    members = Set.of("a");
    clocks.measure().await();

    assertThat(clocks.of("b")).isEmpty();
    assertThat(clocks.aheadOfOthers()).isZero();
  }

  @Test
  void aMemberThatDoesNotAnswerIsNoFailure() {
    members = Set.of("a", "b", "gone");

    clocks.measure().await();

    assertThat(clocks.of("b")).isPresent();
    assertThat(clocks.of("gone")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1000, 1000, 0, 0, 0", "1000, 7050, 100, 6000, 50", "1000, 0, 7, -1004, 4"})
  void halfOfTheRoundTripIsTheError(
      long sentAt, long other, long roundTripMillis, long ahead, long error) {
    assertThat(ClockDifference.measured(sentAt, other, Duration.ofMillis(roundTripMillis)))
        .isEqualTo(new ClockDifference(ahead, error));
  }

  @Test
  void onlyWhatIsCertainlyBeyondTheLimitIs() {
    Duration limit = Duration.ofSeconds(5);

    assertThat(new ClockDifference(5_100, 50).isBeyond(limit)).isTrue();
    assertThat(new ClockDifference(-5_100, 50).isBeyond(limit)).isTrue();
    assertThat(new ClockDifference(5_100, 100).isBeyond(limit)).isFalse();
  }
}
