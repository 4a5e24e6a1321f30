package io.spillway.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttackOptionsTest {
  @Test
  void allAttacksAreCarriedOutUnlessSomeAreNamed() {
    assertThat(AttackOptions.parse(List.of("--work", "w")))
        .isEqualTo(new AttackOptions(List.of(Attack.values()), 120, "256m", 1_000, Path.of("w")));
    assertThat(
            AttackOptions.parse(
                List.of(
                    "--only",
                    "scans,large-bodies",
                    "--seconds",
                    "5",
                    "--heap",
                    "1g",
                    "--max-p99",
                    "0",
                    "--work",
                    "w")))
        .isEqualTo(
            new AttackOptions(
                List.of(Attack.SCANS, Attack.LARGE_BODIES), 5, "1g", 0, Path.of("w")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--only | scan | --only is \"scan\", must be one of [large-look-ups,",
        "--seconds | 0 | --seconds is \"0\", must be a whole number from 1 to 999999",
        "--heap | 256 | --heap is \"256\", must be a size such as 256m",
        "--max-p99 | -1 | --max-p99 is \"-1\", must be a whole number from 0",
        "--nothing | 1 | there is no flag --nothing, must be one of [heap,"
      })
  void whatCannotBeUsedIsNamed(String flag, String value, String message) {
    assertThatThrownBy(() -> AttackOptions.parse(List.of("--work", "w", flag, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
