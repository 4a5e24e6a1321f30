package io.spillway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.chaos.fault.FailoverWay;
import io.spillway.harness.Options;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailoverOptionsTest {
  @Test
  void whatIsNotGivenHasAValue() {
    FailoverOptions options = FailoverOptions.read(List.of());

    assertThat(options.times()).isEqualTo(10);
    assertThat(options.nodes()).isEqualTo(3);
    assertThat(options.ways()).containsExactly(FailoverWay.values());
  }

  @Test
  void whatIsGivenIsTaken() {
    FailoverOptions options =
        FailoverOptions.read(
            List.of("--seed", "42", "--times", "3", "--ways", "in-place,cut", "--nodes", "1"));

    assertThat(options.seed()).isEqualTo(42);
    assertThat(options.times()).isEqualTo(3);
    assertThat(options.nodes()).isEqualTo(1);
    assertThat(options.ways()).containsExactly(FailoverWay.IN_PLACE, FailoverWay.CUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--sed 1", "--seed", "--seed one", "--times 0", "--nodes 10", "--ways by-hand"})
  void whatCannotBeUsedIsRefused(String line) {
    assertThatThrownBy(() -> FailoverOptions.read(List.of(line.split(" "))))
        .isInstanceOf(Options.BadOptionException.class);
  }
}
