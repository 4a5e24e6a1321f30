package io.spillway.engine.actor;

import static io.spillway.domain.execution.ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
import static io.spillway.domain.execution.ExecutionState.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.resolution.Decision;
import io.spillway.engine.event.EventBusAddresses;
import io.spillway.engine.search.ExecutionView;
import io.spillway.store.StoreException;
import io.spillway.testing.APatch;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AdmissionTest extends ActorTestCase {
  private static final byte[] CONTEXT = "{}".getBytes(StandardCharsets.UTF_8);

  @Test
  void admitsExactlyTheMaximumHoweverManyArriveAtOnce() {
    String id = automation(new BreakerLimit(1_000, BreakerPeriod.HOUR));
    List<Long> ids = node.fire(id, 10_000);
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(count(id, PENDING)).isEqualTo(1_000);
    assertThat(count(id, PAUSED_BY_CIRCUIT_BREAKER)).isEqualTo(9_000);
    BreakerReport report = node.report(id);
    assertThat(report.pausedCount()).isEqualTo(9_000);
    assertThat(report.windowCount()).isEqualTo(1_000);
    BreakerState.Tripped tripped = (BreakerState.Tripped) report.automation().breaker();
    assertThat(tripped.trip().observedCount()).isEqualTo(1_001);
    assertThat(auditOf(id))
        .extracting(AuditEvent::kind)
        .containsExactly(AuditEvent.Kind.AUTOMATION_CREATED, AuditEvent.Kind.BREAKER_TRIPPED);
  }

  @Test
  void keepsContextsApartAndInOrder() {
    String id = automation(BreakerLimit.OFF);
    List<Long> ids = node.fire(id, 3_000);
    List<ExecutionView> newestFirst = executions(id);
    assertThat(newestFirst).hasSize(3_000);
    for (int i = 0; i < 3_000; i++) {
      ExecutionView view = newestFirst.get(2_999 - i);
      assertThat(view.status().executionId()).isEqualTo(ids.get(i));
      assertThat(new String(view.fact().context(), StandardCharsets.UTF_8))
          .isEqualTo("{\"n\":" + i + "}");
    }
  }

  @Test
  void everyExecutionNamesWhoTriggeredIt() {
    String id = automation(new BreakerLimit(1_000, BreakerPeriod.HOUR));
    List<Future<Long>> triggers = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      triggers.add(
          node.router.send(id, new AutomationCommand.Execute(CONTEXT, "client " + i * i % 7)));
    }
    TestNode.await(Future.all(triggers));

    List<ExecutionView> newestFirst = executions(id);
    for (int i = 0; i < 3_000; i++) {
      ExecutionView view = newestFirst.get(2_999 - i);
      assertThat(view.status().executionId()).isEqualTo(triggers.get(i).result());
      assertThat(view.fact().actor()).isEqualTo("client " + i * i % 7);
    }
  }

  @Test
  void aTripNamesWhoseTriggerTrippedTheBreaker() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 8);
    List<Future<Long>> triggers = new ArrayList<>();
    for (String actor : List.of("ninth", "tenth", "eleventh", "twelfth")) {
      triggers.add(node.router.send(id, new AutomationCommand.Execute(CONTEXT, actor)));
    }
    TestNode.await(Future.all(triggers));

    AuditEvent trip = auditOf(id).get(1);
    assertThat(trip.kind()).isEqualTo(AuditEvent.Kind.BREAKER_TRIPPED);
    assertThat(trip.actor()).isEqualTo("system");
    assertThat(trip.details()).containsEntry("triggeredBy", "eleventh");
  }

  @Test
  void admitsAgainWhenTheWindowHasMovedOn() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    clock.advance(Duration.ofMinutes(59));
    assertThat(node.report(id).windowCount()).isEqualTo(10);
    clock.advance(Duration.ofMinutes(1));
    node.fire(id, 10);
    assertThat(count(id, PENDING)).isEqualTo(20);
  }

  @Test
  void clearingLetsTriggersFlowAndWhatIsHeldStaysHeld() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 15);
    send(id, new AutomationCommand.ClearBreaker("test", ""));
    node.fire(id, 10);
    assertThat(count(id, PENDING)).isEqualTo(20);
    assertThat(count(id, PAUSED_BY_CIRCUIT_BREAKER)).isEqualTo(5);
    assertThat(node.report(id).automation().breaker()).isInstanceOf(BreakerState.Closed.class);
  }

  @Test
  void clearingWithoutATripWritesNothing() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    send(id, new AutomationCommand.ClearBreaker("test", ""));
    assertThat(node.report(id).windowCount()).isEqualTo(10);
    assertThat(auditOf(id)).hasSize(1);
  }

  @Test
  void turningTheBreakerOffClearsTheTrip() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 11);
    send(id, new AutomationCommand.Update(limit(0, BreakerPeriod.UNSPECIFIED), "test"));
    assertThat(node.report(id).automation().breaker()).isInstanceOf(BreakerState.Closed.class);
    node.fire(id, 100);
    assertThat(count(id, PENDING)).isEqualTo(110);
  }

  @Test
  void aLongerPeriodCountsWhatTheShorterOneHadForgotten() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 6);
    clock.advance(Duration.ofHours(2));
    send(id, new AutomationCommand.Update(limit(10, BreakerPeriod.DAY), "test"));
    assertThat(node.report(id).windowCount()).isEqualTo(6);
    node.fire(id, 6);
    assertThat(count(id, PENDING)).isEqualTo(10);
    assertThat(count(id, PAUSED_BY_CIRCUIT_BREAKER)).isEqualTo(2);
  }

  @Test
  void aClockThatIsSetBackDoesNotAdmitMore() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 10);
    Instant before = clock.instant();
    clock.set(before.minus(Duration.ofDays(1)));
    node.fire(id, 1);
    assertThat(count(id, PAUSED_BY_CIRCUIT_BREAKER)).isEqualTo(1);
    clock.set(before.plusSeconds(1));
  }

  @Test
  void refusesTriggersOfADisabledAutomation() {
    String id = automation(TEN_AN_HOUR);
    send(id, new AutomationCommand.Update(enabled(false), "test"));
    Refusal refusal =
        refusalOf(node.router.send(id, new AutomationCommand.Execute(new byte[0], "test")));
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.FAILED_PRECONDITION);
    assertThat(refusal.message()).contains("disabled");
    assertThat(executions(id)).isEmpty();
  }

  @Test
  void refusesCommandsToAnAutomationThatIsNotThere() {
    assertThat(
            refusalOf(
                    node.router.send("nobody", new AutomationCommand.Execute(new byte[0], "test")))
                .reason())
        .isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(refusalOf(node.resolve("nobody", Decision.RUN)).reason())
        .isEqualTo(Refusal.Reason.NOT_FOUND);
  }

  @Test
  void admitsNothingWhileTheStoreFailsAndRecoversByItself() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 4);
    store.failAllCommits();
    for (int i = 0; i < 20; i++) {
      failureOf(
          node.router.send(id, new AutomationCommand.Execute(CONTEXT, "test")),
          StoreException.class);
    }
    store.heal();
    assertThat(executions(id)).hasSize(4);
    node.fire(id, 6);
    assertThat(count(id, PENDING)).isEqualTo(10);
    assertThat(node.report(id).automation().breaker()).isInstanceOf(BreakerState.Closed.class);
  }

  @Test
  void exactlyTheTriggersThatAreAnsweredAreThereWhenCommitsFailAmongMany() {
    String id = automation(new BreakerLimit(1_500, BreakerPeriod.HOUR));
    List<Future<Long>> fired = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      if (i % 100 == 50) {
        store.failCommits(1);
      }
      fired.add(node.router.send(id, new AutomationCommand.Execute(CONTEXT, "test")));
      if (i % 20 == 19) {
        succeeds(fired.get(i - 10));
      }
    }
    Set<Long> answered = new TreeSet<>();
    fired.forEach(
        trigger -> {
          if (succeeds(trigger)) {
            answered.add(trigger.result());
          }
        });
    store.heal();
    assertThat(answered).hasSizeBetween(1, 2_999);
    assertThat(executions(id))
        .extracting(view -> view.status().executionId())
        .containsExactlyInAnyOrderElementsOf(answered);
    assertThat(count(id, PENDING)).isEqualTo(Math.min(1_500, answered.size()));
    assertThat(node.report(id).windowCount()).isEqualTo(count(id, PENDING));
  }

  @Test
  void aSegmentThatCannotBeSealedLosesNoExecution() {
    String id = automation(BreakerLimit.OFF);
    store.failSaves(segment -> segment.automationId().equals(id));
    List<Long> ids = node.fire(id, 3_000);
    assertThat(ids).doesNotHaveDuplicates();
    store.heal();
    node.fire(id, 1_000);
    assertThat(count(id, PENDING)).isEqualTo(4_000);
  }

  @Test
  void publishesWhatItCreatedOncePerBatch() {
    String id = automation(TEN_AN_HOUR);
    var events = new java.util.concurrent.ConcurrentLinkedQueue<io.vertx.core.json.JsonObject>();
    var consumer =
        node.vertx
            .eventBus()
            .<io.vertx.core.json.JsonObject>consumer(
                EventBusAddresses.EVENTS,
                message -> {
                  if (id.equals(message.body().getString("automationId"))) {
                    events.add(message.body());
                  }
                });
    TestNode.await(consumer.completion());
    node.fire(id, 12);
    org.awaitility.Awaitility.await()
        .until(() -> events.stream().anyMatch(e -> "breaker.tripped".equals(e.getString("type"))));
    int created =
        events.stream()
            .filter(e -> "executions.created".equals(e.getString("type")))
            .mapToInt(e -> e.getInteger("admittedCount") + e.getInteger("pausedCount"))
            .sum();
    assertThat(created).isEqualTo(12);
    TestNode.await(consumer.unregister());
  }

  @Test
  void creatingTwiceIsRefused() {
    String id = automation(TEN_AN_HOUR);
    Future<?> again =
        node.router.send(
            id, new AutomationCommand.Create(node.report(id).automation().automation(), "test"));
    assertThat(refusalOf(again).reason()).isEqualTo(Refusal.Reason.ALREADY_EXISTS);
  }

  private static AutomationPatch limit(long max, BreakerPeriod period) {
    return patch(Optional.empty(), Optional.of(max), Optional.of(period));
  }

  private static AutomationPatch enabled(boolean enabled) {
    return patch(Optional.of(enabled), Optional.empty(), Optional.empty());
  }

  private static AutomationPatch patch(
      Optional<Boolean> enabled, Optional<Long> max, Optional<BreakerPeriod> period) {
    return APatch.of().enabled(enabled).breaker(max, period).build();
  }
}
