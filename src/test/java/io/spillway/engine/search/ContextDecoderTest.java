package io.spillway.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.store.UnreadableSegmentException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A context that is damaged is told, with its execution; an operand that nothing equals is too. */
class ContextDecoderTest {
  private static final long ID = ExecutionIds.of(7, 3);

  @Test
  void aContextIsDecoded() {
    assertThat(ContextDecoder.decode(fact("{\"n\":1}")).getValue("n")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"n\":", "[1]", "\"a\""})
  void anythingButAnObjectMakesItsSegmentUnreadable(String context) {
    ExecutionFact damaged = fact(context);

    assertThatThrownBy(() -> ContextDecoder.decode(damaged))
        .isInstanceOf(UnreadableSegmentException.class)
        .hasMessageContaining("segment 7")
        .hasMessageContaining("the context of execution %d is not a JSON object".formatted(ID));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[1]", "{}"})
  void nothingIsComparedWithWhatIsNoScalar(String operand) {
    PausedFilter filter =
        new PausedFilter(Optional.empty(), Optional.empty(), Map.of("n", operand));

    assertThatThrownBy(() -> new PausedFactFilter(filter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("n is " + operand + ", must be a string, a number or a boolean");
  }

  private static ExecutionFact fact(String context) {
    return new ExecutionFact(ID, 1, 1, 1, "ada", context.getBytes(StandardCharsets.UTF_8));
  }
}
