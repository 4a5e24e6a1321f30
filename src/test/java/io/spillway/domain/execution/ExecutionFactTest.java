package io.spillway.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExecutionFactTest {
  @Test
  void anExecutionIsCreatedPausedExactlyIfATripPausedIt() {
    assertThat(new ExecutionFact(1, 0, 0, 1, new byte[0]).initialState())
        .isEqualTo(ExecutionState.PENDING);
    assertThat(new ExecutionFact(1, 0, 1, 1, new byte[0]).initialState())
        .isEqualTo(ExecutionState.PAUSED_BY_CIRCUIT_BREAKER);
  }
}
