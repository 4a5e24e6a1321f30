package io.spillway.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(10);

  @Test
  void allowsAsMuchAsItHasAndNotMore() {
    assertThat(budget.tryTake(7)).isTrue();
    assertThat(budget.tryTake(4)).isFalse();
    assertThat(budget.tryTake(3)).isTrue();
    assertThat(budget.tryTake(1)).isFalse();
  }

  @Test
  void allowsAgainWhatWasGivenBack() {
    budget.tryTake(7);
    budget.tryTake(3);

    budget.release(7);

    assertThat(budget.tryTake(8)).isFalse();
    assertThat(budget.tryTake(7)).isTrue();
  }
}
