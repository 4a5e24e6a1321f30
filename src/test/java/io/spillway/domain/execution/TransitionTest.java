package io.spillway.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.Transition.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransitionTest {
  @Test
  void anOperationIdOfZeroIsRefused() {
    assertThatThrownBy(() -> new Transition(0, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("operationId is 0, must be another number");
  }

  @Test
  void laterChangesOfTheListDoNotReachIt() {
    List<Transition.Move> moves = new ArrayList<>();
    Transition transition = new Transition(1, 0, moves);

    moves.add(new Transition.Move(0, ExecutionState.DONE));

    assertThat(transition.moves()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,MOVED", "2,ALREADY_THERE", "3,REFUSED", "4,UNKNOWN"})
  void theCodesOfOutcomesNeverChange(int code, Result outcome) {
    assertThat(outcome.code()).isEqualTo((byte) code);
    assertThat(Result.ofCode(code)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 5})
  void anUnknownOutcomeIsRefused(int code) {
    assertThatThrownBy(() -> Result.ofCode(code))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("code of a move result is " + code + ", must be 1 to 4");
  }
}
