package io.spillway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.chaos.fault.FaultKind;
import io.spillway.harness.Options;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosOptionsTest {
  @Test
  void whatIsNotGivenHasAValue() {
    ChaosOptions options = ChaosOptions.read(List.of());

    assertThat(options.minutes()).isEqualTo(10);
    assertThat(options.nodes()).isEqualTo(3);
    assertThat(options.faults()).isEmpty();
  }

  @Test
  void whatIsGivenIsTaken() {
    ChaosOptions options =
        ChaosOptions.read(
            List.of(
                "--seed", "42", "--minutes", "3", "--faults", "db-cut,kill-one", "--nodes", "1"));

    assertThat(options.seed()).isEqualTo(42);
    assertThat(options.minutes()).isEqualTo(3);
    assertThat(options.nodes()).isEqualTo(1);
    assertThat(options.faults()).containsExactly(FaultKind.DATABASE_CUT, FaultKind.KILL_ONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--sed 1",
        "--seed",
        "--seed one",
        "--minutes 0",
        "--nodes 10",
        "--faults kill-nobody",
        "seed 1"
      })
  void whatCannotBeUsedIsRefused(String line) {
    assertThatThrownBy(() -> ChaosOptions.read(List.of(line.split(" "))))
        .isInstanceOf(Options.BadOptionException.class);
  }
}
