package io.spillway.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExecutionFactTest {
  @Test
  void anExecutionIsCreatedPausedExactlyIfATripPausedIt() {
    assertThat(new ExecutionFact(1, 0, 0, 1, "ada", new byte[0]).initialState())
        .isEqualTo(ExecutionState.PENDING);
    assertThat(new ExecutionFact(1, 0, 1, 1, "ada", new byte[0]).initialState())
        .isEqualTo(ExecutionState.PAUSED_BY_CIRCUIT_BREAKER);
  }

  @Test
  void anActorHasALimit() {
    String longest = "x".repeat(ExecutionFact.MAX_ACTOR);
    assertThat(new ExecutionFact(1, 0, 0, 1, longest, new byte[0]).actor()).isEqualTo(longest);
    assertThatThrownBy(() -> new ExecutionFact(1, 0, 0, 1, longest + "x", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("actor has 1025 characters, must have at most 1024");
  }
}
