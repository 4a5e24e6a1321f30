package io.spillway.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
  private static final int SPREAD = ReplayWindow.SIZE - 1;

  private final ReplayWindow window = new ReplayWindow();

  @Property(tries = 200)
  void whatIsCloseTogetherIsNewExactlyOnce(
      @ForAll @Size(max = 300) List<@IntRange(min = 1, max = SPREAD) Integer> numbers,
      @ForAll @IntRange(max = 20_000) int from) {
    ReplayWindow fresh = new ReplayWindow();
    Set<Integer> seen = new HashSet<>();
    for (int number : numbers) {
      assertThat(fresh.isNew(from + (long) number)).isEqualTo(seen.add(number));
    }
  }

  @Test
  void whatIsFarBelowTheHighestIsOld() {
    assertThat(window.isNew(1_000_000)).isTrue();
    assertThat(window.isNew(1_000_000 - ReplayWindow.SIZE)).isFalse();
    assertThat(window.isNew(1_000_001 - ReplayWindow.SIZE)).isTrue();
    assertThat(window.isNew(1)).isFalse();
  }

  @Test
  void aLeapForgetsNothingThatCounts() {
    for (long number = 1; number <= 10; number++) {
      assertThat(window.isNew(number)).isTrue();
    }
    assertThat(window.isNew(10L + ReplayWindow.SIZE / 2)).isTrue();
    assertThat(window.isNew(10)).isFalse();
    assertThat(window.isNew(11)).isTrue();
    assertThat(window.isNew(10L * ReplayWindow.SIZE)).isTrue();
    assertThat(window.isNew(10L * ReplayWindow.SIZE - 1)).isTrue();
  }
}
