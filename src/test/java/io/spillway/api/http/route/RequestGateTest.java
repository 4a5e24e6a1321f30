package io.spillway.api.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestGateTest {
  private final RequestGate gate = new RequestGate(3, 1_000);

  @Test
  void letsInAsManyRequestsAsThereIsRoomFor() {
    assertThat(gate.tryEnter(0)).isTrue();
    assertThat(gate.tryEnter(0)).isTrue();
    assertThat(gate.tryEnter(0)).isTrue();
    assertThat(gate.tryEnter(0)).isFalse();
    gate.leave(0);
    assertThat(gate.tryEnter(0)).isTrue();
    assertThat(gate.inFlight()).isEqualTo(3);
  }

  @Test
  void letsInAsManyBytesAsThereIsRoomFor() {
    assertThat(gate.tryEnter(600)).isTrue();
    assertThat(gate.tryEnter(401)).isFalse();
    assertThat(gate.inFlight()).isEqualTo(1);
    assertThat(gate.tryEnter(400)).isTrue();
    gate.leave(600);
    assertThat(gate.tryEnter(600)).isTrue();
  }
}
