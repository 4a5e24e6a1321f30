package io.spillway.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.engine.actor.AutomationMovedException;
import io.spillway.engine.actor.NodeStoppingException;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class CommandResultTest {
  @Test
  void aCommandThatAStoppingNodeRefusesIsSentToTheNextOwner() {
    CommandResult result = CommandResult.of(Future.failedFuture(new NodeStoppingException()));

    assertThat(result.failure()).isInstanceOf(AutomationMovedException.class);
  }

  @Test
  void anyOtherRefusalIsTheAnswer() {
    Refusal refusal = new Refusal(Refusal.Reason.UNAVAILABLE, "not now");

    CommandResult result = CommandResult.of(Future.failedFuture(refusal.asException()));

    assertThat(result.failure())
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
  }
}
