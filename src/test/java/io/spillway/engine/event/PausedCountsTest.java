package io.spillway.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PausedCountsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PausedCounts counts = new PausedCounts(meters, NamedAutomations.ALL);

  @Test
  void showsWhatActorsReport() {
    counts.report("a", 3);
    assertThat(shown("a")).isEqualTo(3);

    counts.report("a", 0);
    assertThat(shown("a")).isZero();
  }

  @Test
  void showsWhatTheStoreHasOfTheAutomationsOfThisNode() {
    counts.refresh(() -> Map.of("mine", 5L, "others'", 7L), "mine"::equals);

    assertThat(shown("mine")).isEqualTo(5);
    assertThat(meters.find("spillway.paused").tag("automation", "others'").gauge()).isNull();
    assertThat(shown("others")).isZero();
  }

  @Test
  void forgetsWhatTheStoreNoLongerHasAndWhatMovedToAnotherNode() {
    counts.report("resolved elsewhere", 3);
    counts.report("moved", 4);

    counts.refresh(() -> Map.of("moved", 4L), id -> false);

    assertThat(shown("resolved elsewhere")).isZero();
    assertThat(shown("moved")).isZero();
  }

  @Test
  void aReportDuringTheReadIsNewerThanWhatIsRead() {
    counts.report("a", 3);
    counts.report("b", 3);

    counts.refresh(
        () -> {
          counts.report("a", 1);
          counts.report("c", 0);
          return Map.of("a", 3L, "b", 2L, "c", 9L);
        },
        id -> true);

    assertThat(shown("a")).isEqualTo(1);
    assertThat(shown("b")).isEqualTo(2);
    assertThat(meters.find("spillway.paused").tag("automation", "c").gauge()).isNull();
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

    paused.report("named", 3);
    paused.report("secret", 4);
    paused.refresh(() -> Map.of("named", 3L, "secret", 4L, "stored", 5L), id -> true);

    assertThat(some.find("spillway.paused").gauges())
        .extracting(gauge -> gauge.getId().getTag("automation") + " " + gauge.value())
        .containsExactlyInAnyOrder("named 3.0", "others 9.0");
  }

  @Test
  void withoutNamesThereIsOneSumAndNoOtherMetricNamesAnAutomation() {
    SimpleMeterRegistry one = new SimpleMeterRegistry();
    PausedCounts paused = new PausedCounts(one, NamedAutomations.NONE);

    paused.report("a", 3);
    paused.report("b", 4);
    paused.report("a", 0);

    assertThat(one.getMeters()).hasSize(1);
    assertThat(one.get("spillway.paused").tag("automation", "others").gauge().value()).isEqualTo(4);
  }

  @Test
  void namesAreAllOrSome() {
    assertThatThrownBy(() -> new NamedAutomations(true, Set.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ids are [a], must be empty if all are named");
  }

  private double shown(String automation) {
    Gauge gauge = meters.get("spillway.paused").tag("automation", automation).gauge();
    return gauge.value();
  }
}
