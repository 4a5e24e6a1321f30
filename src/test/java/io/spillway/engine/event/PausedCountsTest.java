package io.spillway.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PausedCountsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PausedCounts counts = new PausedCounts(meters);

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

  private double shown(String automation) {
    Gauge gauge = meters.get("spillway.paused").tag("automation", automation).gauge();
    return gauge.value();
  }
}
