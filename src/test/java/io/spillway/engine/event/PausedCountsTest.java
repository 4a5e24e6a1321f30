package io.spillway.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PausedCountsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PausedCounts counts = new PausedCounts(meters, NamedAutomations.ALL);

  @Test
  void showsWhatTheStoreHasOfTheAutomationsOfThisNode() {
    counts.refresh(() -> Map.of("mine", 5L, "others'", 7L), "mine"::equals);

    assertThat(shown("mine")).isEqualTo(5);
    assertThat(meters.find("spillway.paused").tag("automation", "others'").gauge()).isNull();
    assertThat(shown("others")).isZero();
  }

  @Test
  void forgetsWhatTheStoreNoLongerHas() {
    counts.refresh(() -> Map.of("resolved", 4L), id -> true);

    counts.refresh(Map::of, id -> true);

    assertThat(shown("resolved")).isZero();
  }

  @Test
  void anAutomationThatMovesIsShownByItsNewOwnerAndNotByItsOldOne() {
    Map<String, Long> stored = Map.of("moving", 4L);
    SimpleMeterRegistry others = new SimpleMeterRegistry();
    PausedCounts countsOfOther = new PausedCounts(others, NamedAutomations.ALL);
    AtomicBoolean moved = new AtomicBoolean();
    counts.refresh(() -> stored, id -> !moved.get());
    countsOfOther.refresh(() -> stored, id -> moved.get());
    assertThat(shown("moving")).isEqualTo(4);
    assertThat(sum(others)).isZero();

    moved.set(true);

    assertThat(shown("moving")).isZero();
    assertThat(sum(others)).isEqualTo(4);
    countsOfOther.refresh(() -> stored, id -> moved.get());
    assertThat(sum(others)).isEqualTo(4);
  }

  @Test
  void beyondAHundredAutomationsTheSmallestShareAGauge() {
    Map<String, Long> stored = new HashMap<>();
    for (long i = 1; i <= 102; i++) {
      stored.put("a" + i, i);
    }

    counts.refresh(() -> stored, id -> true);

    assertThat(meters.find("spillway.paused").gauges()).hasSize(101);
    assertThat(shown("a102")).isEqualTo(102);
    assertThat(shown("others")).isEqualTo(1 + 2);
  }

  @Test
  void anAutomationThatIsNotNamedCountsAmongTheOthers() {
    SimpleMeterRegistry some = new SimpleMeterRegistry();
    PausedCounts paused = new PausedCounts(some, NamedAutomations.of(Set.of("named")));

    paused.refresh(() -> Map.of("named", 3L, "secret", 4L, "stored", 5L), id -> true);

    assertThat(some.find("spillway.paused").gauges())
        .extracting(gauge -> gauge.getId().getTag("automation") + " " + gauge.value())
        .containsExactlyInAnyOrder("named 3.0", "others 9.0");
  }

  @Test
  void withoutNamesThereIsOneSumAndNoOtherMetricNamesAnAutomation() {
    SimpleMeterRegistry one = new SimpleMeterRegistry();
    PausedCounts paused = new PausedCounts(one, NamedAutomations.NONE);

    paused.refresh(() -> Map.of("a", 3L, "b", 4L), id -> true);

    assertThat(one.getMeters()).hasSize(1);
    assertThat(one.get("spillway.paused").tag("automation", "others").gauge().value()).isEqualTo(7);
  }

  @Test
  void namesAreAllOrSome() {
    assertThatThrownBy(() -> new NamedAutomations(true, Set.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ids are [a], must be empty if all are named");
  }

  private static double sum(SimpleMeterRegistry meters) {
    return meters.find("spillway.paused").gauges().stream().mapToDouble(Gauge::value).sum();
  }

  private double shown(String automation) {
    Gauge gauge = meters.get("spillway.paused").tag("automation", automation).gauge();
    return gauge.value();
  }
}
