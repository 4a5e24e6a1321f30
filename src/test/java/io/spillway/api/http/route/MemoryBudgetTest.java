package io.spillway.api.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final int KIB = 1_024;

  private final MemoryBudget budget = new MemoryBudget(1_000 * KIB);

  @Test
  void givesAsMuchAsThereIs() {
    assertThat(budget.tryTake("a", 600 * KIB)).isTrue();
    assertThat(budget.tryTake("b", 401 * KIB)).isFalse();
    assertThat(budget.tryTake("b", 400 * KIB)).isTrue();
    budget.give("a", 600 * KIB);
    assertThat(budget.tryTake("c", 600 * KIB)).isTrue();
    assertThat(budget.taken()).isEqualTo(1_000 * KIB);
  }

  @Test
  void leavesAQuarterToOtherClients() {
    assertThat(budget.tryTake("a", 700 * KIB)).isTrue();
    assertThat(budget.tryTake("a", 51 * KIB)).isFalse();
    assertThat(budget.tryTake("a", 50 * KIB)).isTrue();
    assertThat(budget.tryTake("a", KIB)).as("too little to be counted by client").isTrue();
    assertThat(budget.tryTake("b", 249 * KIB)).isTrue();
    budget.give("a", 700 * KIB);
    assertThat(budget.tryTake("a", 700 * KIB)).isTrue();
  }

  @Test
  void whatCostsMoreThanThereIsIsAdmittedAlone() {
    assertThat(budget.tryTake("a", 5_000 * KIB)).isTrue();
    assertThat(budget.tryTake("b", 1)).isFalse();
    budget.give("a", 5_000 * KIB);
    assertThat(budget.tryTake("b", 1)).isTrue();
    assertThat(budget.tryTake("a", 5_000 * KIB)).isFalse();
    assertThat(budget.taken()).isEqualTo(1);
  }
}
