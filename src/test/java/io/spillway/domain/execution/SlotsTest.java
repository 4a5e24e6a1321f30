package io.spillway.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
  @Test
  void containsWhatItIsMadeOf() {
    Slots some = Slots.of(List.of(0, 63, 64, 1_023));
    assertThat(some.count()).isEqualTo(4);
    assertThat(some.contains(64)).isTrue();
    assertThat(some.contains(65)).isFalse();
    assertThat(some.isAll()).isFalse();
  }

  @Test
  void isTheSameAfterItsWords() {
    Slots some = Slots.of(List.of(0, 63, 64, 1_023));
    assertThat(Slots.ofWords(some.words())).isEqualTo(some).hasSameHashCodeAs(some);
    assertThat(Slots.ofWords(Slots.ALL.words())).isEqualTo(Slots.ALL);
    assertThat(Slots.ofWords(new long[0])).isEqualTo(Slots.NONE);
  }

  @Test
  void allAreASegment() {
    assertThat(Slots.ALL.count()).isEqualTo(ExecutionIds.SLOTS);
    assertThat(Slots.ALL.isAll()).isTrue();
  }

  @Test
  void whatIsNoSlotIsRefused() {
    assertThatThrownBy(() -> Slots.of(List.of(1_024)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    long[] words = new long[17];
    words[16] = 1;
    assertThatThrownBy(() -> Slots.ofWords(words)).isInstanceOf(IllegalArgumentException.class);
  }
}
