package io.spillway.engine.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunPermitsTest {
  private final RunPermits permits = new RunPermits(100, 1_000);
  private final List<String> woken = new ArrayList<>();

  private int take(String automationId, int wanted) {
    return permits.take(automationId, wanted, () -> woken.add(automationId));
  }

  @Test
  void whoIsAloneGetsAll() {
    assertThat(take("a", 256)).isEqualTo(100);
    assertThat(permits.free()).isZero();
    assertThat(woken).isEmpty();
  }

  @Test
  void whoWaitsIsWokenAndHasAShareReserved() {
    take("a", 100);
    assertThat(take("b", 10)).isZero();
    permits.give(40);
    assertThat(woken).containsExactly("b");
    assertThat(permits.free()).isEqualTo(8);
    assertThat(take("a", 100)).isEqualTo(8);
    assertThat(take("b", 10)).isEqualTo(10);
    assertThat(permits.free()).isEqualTo(22);
  }

  @Test
  void thoseWhoWaitAreServedInTurn() {
    take("a", 100);
    take("b", 100);
    take("c", 100);
    permits.give(RunPermits.SHARE);
    assertThat(woken).containsExactly("b");
    assertThat(take("b", 100)).isEqualTo(RunPermits.SHARE);
    assertThat(take("b", 100)).isZero();
    permits.give(RunPermits.SHARE);
    assertThat(woken).containsExactly("b", "c");
  }

  @Test
  void whatIsReservedAndNotTakenGoesToOthers() {
    take("a", 100);
    take("b", 100);
    take("c", 100);
    permits.give(RunPermits.SHARE);
    permits.returnReserved("b");
    assertThat(woken).containsExactly("b", "c");
    assertThat(take("c", 5)).isEqualTo(5);
  }

  @Test
  void whoLeavesWaitsNoMore() {
    take("a", 100);
    take("b", 100);
    permits.leave("b");
    permits.give(100);
    assertThat(woken).isEmpty();
    assertThat(permits.free()).isEqualTo(100);
  }

  @Test
  void bytesAreBoundedButOneContextAlwaysFits() {
    assertThat(permits.takeBytes(5_000)).isTrue();
    assertThat(permits.takeBytes(1)).isFalse();
    permits.giveBytes(5_000);
    assertThat(permits.takeBytes(600)).isTrue();
    assertThat(permits.takeBytes(400)).isTrue();
    assertThat(permits.takeBytes(1)).isFalse();
    assertThat(permits.bytes()).isEqualTo(1_000);
  }
}
