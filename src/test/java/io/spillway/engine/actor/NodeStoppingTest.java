package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.vertx.core.Future;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the callers of a node get while it stops. */
class NodeStoppingTest extends ActorTestCase {
  @Test
  void clientsAreToldToTryAgainAndOtherNodesThatItStops() {
    TestNode stopping = new TestNode(store, clock);
    String id = "stopping";
    stopping.create(id, TEN_AN_HOUR);
    TestNode.await(stopping.router.drain());
    AutomationCommand<BreakerReport> command = new AutomationCommand.DescribeBreaker();

    assertThat(refusalOf(stopping.router.send(id, command)).reason())
        .isEqualTo(Refusal.Reason.UNAVAILABLE);
    failureOf(stopping.router.deliver(id, command, Operation.next()), NodeStoppingException.class);

    stopping.closeWithoutDraining();
  }

  @Test
  void callersOfAResolutionGetAReplyAndTheNextOwnerFinishesIt() {
    TestNode stopping = new TestNode(store, clock);
    String id = "resolving";
    stopping.create(id, TEN_AN_HOUR);
    stopping.fire(id, 30);
    store.dropSaves();
    Future<Resolution> underWay = stopping.resolve(id, Decision.RUN);
    Future<Resolution> waiting = stopping.resolve(id, Decision.CANCEL);
    await().until(() -> !store.automations().allUnfinishedResolutions().isEmpty());

    stopping.stopActors();

    assertThat(refusalOf(underWay).reason()).isEqualTo(Refusal.Reason.UNAVAILABLE);
    assertThat(refusalOf(waiting).reason()).isEqualTo(Refusal.Reason.UNAVAILABLE);
    stopping.closeWithoutDraining();
    store.heal();
    try (TestNode next = new TestNode(store, clock)) {
      TestNode.await(next.router.resumeResolutions());
      await().until(() -> store.automations().allUnfinishedResolutions().isEmpty());
      assertThat(store.automations().resolutions(id, Optional.empty(), 9))
          .extracting(Resolution::counts)
          .containsExactly(new Resolution.Counts(20, 0));
    }
  }
}
