package io.spillway.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private final ByteBudget allowance = new ByteBudget(10);

  @Test
  void allowsAsMuchAsItHasAndNotMore() {
    assertThat(allowance.tryTake(7)).isTrue();
    assertThat(allowance.tryTake(4)).isFalse();
    assertThat(allowance.tryTake(3)).isTrue();
    assertThat(allowance.tryTake(1)).isFalse();
  }

  @Test
  void allowsAgainWhatWasGivenBack() {
    allowance.tryTake(7);
    allowance.tryTake(3);

    allowance.giveBack(7);

    assertThat(allowance.tryTake(8)).isFalse();
    assertThat(allowance.tryTake(7)).isTrue();
  }
}
