package io.spillway.api.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestGateTest {
  private final RequestGate gate = new RequestGate(16, 1_000);

  @Test
  void letsInAsManyRequestsAsThereIsRoomFor() {
    enter(12, "a");
    enter(4, "b");
    assertThat(gate.tryEnter(Lane.OTHER, "c")).isFalse();
    gate.leave(Lane.OTHER, "b");
    assertThat(gate.tryEnter(Lane.OTHER, "c")).isTrue();
    assertThat(gate.inFlight()).isEqualTo(16);
  }

  @Test
  void leavesAQuarterToOtherClients() {
    enter(12, "a");
    assertThat(gate.tryEnter(Lane.OTHER, "a")).isFalse();
    gate.leave(Lane.OTHER, "a");
    assertThat(gate.tryEnter(Lane.OTHER, "a")).isTrue();
    enter(4, "b");
  }

  @Test
  void pollsThatWaitTakeNoRoomOfOthers() {
    for (int i = 0; i < RequestGate.MAX_POLLS + 2; i++) {
      assertThat(gate.tryEnter(Lane.POLL, "a")).isTrue();
    }
    assertThat(gate.tryEnter(Lane.POLL, "b")).isFalse();
    enter(12, "a");
    gate.leave(Lane.POLL, "a");
    assertThat(gate.tryEnter(Lane.POLL, "b")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"ANONYMOUS", "DECISION"})
  void noLaneIsFullForAnother(Lane lane) {
    assertThat(gate.tryEnter(lane, "")).isTrue();
    assertThat(gate.tryEnter(lane, "")).isTrue();
    assertThat(gate.tryEnter(lane, "")).isFalse();
    for (Lane other : Lane.values()) {
      assertThat(gate.tryEnter(other, "")).isEqualTo(other != lane);
    }
  }

  @Test
  void isEmptyAfterAllHaveLeft() {
    for (Lane lane : Lane.values()) {
      assertThat(gate.tryEnter(lane, "a")).isTrue();
      gate.leave(lane, "a");
    }
    assertThat(gate.inFlight()).isZero();
  }

  @Test
  void whatIsBegunIsFinishedBeforeItIsDrained() {
    assertThat(gate.tryBegin()).isTrue();
    assertThat(gate.tryBegin()).isTrue();
    Future<Void> drained = gate.drain();

    assertThat(gate.tryBegin()).isFalse();
    assertThat(gate.tryEnter(Lane.OTHER, "a")).isTrue();
    gate.leave(Lane.OTHER, "a");
    gate.end();
    assertThat(drained.isComplete()).isFalse();
    gate.end();
    assertThat(drained.succeeded()).isTrue();
  }

  private void enter(int count, String client) {
    for (int i = 0; i < count; i++) {
      assertThat(gate.tryEnter(Lane.OTHER, client)).isTrue();
    }
  }
}
