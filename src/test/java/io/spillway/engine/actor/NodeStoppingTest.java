package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the callers of a node get while it stops. */
class NodeStoppingTest extends ActorTestCase {
  private final List<String> deployments = new ArrayList<>();

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
  void anActorThatHasLeftIsDrained() {
    AutomationActor actor = deployed(automation(TEN_AN_HOUR));
    actor.moveAway();
    await().until(() -> node.vertx.deploymentIDs().stream().noneMatch(deployments::contains));

    TestNode.await(actor.drained());
  }

  @Test
  void anActorThatLeavesDuringATaskIsDrainedWhenTheTaskEnds() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 3);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    store.onLoad(
        segmentId -> {
          reading.countDown();
          waitFor(released);
        });
    AutomationActor actor = deployed(id);
    actor.offer(Envelope.of(new AutomationCommand.DescribeBreaker(), Operation.ONCE));
    waitFor(reading);
    Future<Void> askedBefore = actor.drained();
    actor.moveAway();
    await().until(() -> actor.offer(anything()) == Mailbox.Offer.CLOSED);
    Future<Void> askedAfter = actor.drained();
    assertThat(askedBefore.isComplete()).isFalse();

    released.countDown();

    TestNode.await(askedBefore);
    TestNode.await(askedAfter);
    store.onLoad(segmentId -> {});
  }

  private AutomationActor deployed(String id) {
    AutomationActor actor = new AutomationActor(id, node.shared, (automation, leaving) -> {});
    deployments.add(TestNode.await(node.vertx.deployVerticle(actor)));
    return actor;
  }

  private static Envelope<?> anything() {
    return Envelope.of(new AutomationCommand.DescribeBreaker(), Operation.ONCE);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
