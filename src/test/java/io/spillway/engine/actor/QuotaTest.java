package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.store.ExecutionStore;
import io.spillway.store.RequestKey;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.APatch;
import io.spillway.testing.SettableClock;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much may be stored, by one automation and altogether. */
class QuotaTest {
  private static final String ID = "a";

  @TempDir Path directory;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T21:00:00Z"));

  @Test
  void contextsBeyondTheQuotaOfADayAreRefusedUntilMidnight() {
    try (Store store = open();
        TestNode node = node(store, new Quotas(10, 1_000, 100))) {
      node.create(ID, BreakerLimit.OFF);
      execute(node, 60);

      Refusal refusal = ActorTestCase.refusalOf(trigger(node, 41));

      assertThat(refusal.reason()).isEqualTo(Refusal.Reason.RESOURCE_EXHAUSTED);
      assertThat(refusal.message())
          .isEqualTo(
              "contexts of automation a today are 101 bytes with this one, must be at most 100:"
                  + " try again at 2026-03-02T00:00:00Z");
      assertThat(refusal.retryAfterSeconds()).isEqualTo(3 * 3_600 + 1);
      execute(node, 40);
      assertThat(stored(store)).isEqualTo(2);
      assertThat(refused(node)).isEqualTo(1);

      clock.advance(Duration.ofHours(3));
      execute(node, 100);
      assertThat(ActorTestCase.succeeds(trigger(node, 1))).isFalse();
    }
  }

  @Test
  void ofABatchWhatFitsIsAdmittedAndPausedExecutionsCount() {
    try (Store store = open();
        TestNode node = node(store, new Quotas(10, 1_000, 1_000))) {
      node.create(ID, new BreakerLimit(3, BreakerPeriod.HOUR));
      List<Future<Long>> replies =
          IntStream.range(0, 500).mapToObj(i -> trigger(node, 10)).toList();

      assertThat(replies.stream().filter(ActorTestCase::succeeds)).hasSize(100);
      assertThat(stored(store)).isEqualTo(100);
      assertThat(node.report(ID).pausedCount()).isEqualTo(97);
      assertThat(refused(node)).isEqualTo(400);
    }
  }

  @Test
  void anAutomationDoesNotUseTheQuotaOfAnother() {
    try (Store store = open();
        TestNode node = node(store, new Quotas(10, 1_000, 100))) {
      node.create(ID, BreakerLimit.OFF);
      node.create("b", BreakerLimit.OFF);
      execute(node, 100);

      assertThat(
              ActorTestCase.succeeds(
                  node.router.send("b", new AutomationCommand.Execute(new byte[100], "test"))))
          .isTrue();
    }
  }

  @Test
  void afterARestartTheContextsOfTheDayStillCount() {
    Quotas quotas = new Quotas(10, 1_000, 3_000_000);
    clock.advance(Duration.ofDays(-1));
    try (Store store = open();
        TestNode node = node(store, quotas)) {
      node.create(ID, BreakerLimit.OFF);
      execute(node, 2_000_000);
      clock.advance(Duration.ofDays(1));
      // Fill two segments and a part of a third.
      TestNode.await(
          Future.all(IntStream.range(0, 2_500).mapToObj(i -> trigger(node, 1_000)).toList()));
    }
    try (Store store = open();
        TestNode node = node(store, quotas)) {
      assertThat(ActorTestCase.succeeds(trigger(node, 500_001))).isFalse();
      execute(node, 500_000);
      assertThat(ActorTestCase.succeeds(trigger(node, 1))).isFalse();
    }
  }

  @Test
  void aRequestThatWasAnsweredIsAnsweredAgainBeyondTheQuota() {
    try (Store store = open();
        TestNode node = node(store, new Quotas(10, 1_000, 100))) {
      node.create(ID, BreakerLimit.OFF);
      AutomationCommand.Execute keyed =
          new AutomationCommand.Execute(
              new byte[100], "test", Optional.of(new RequestKey("key", "content")));
      long first = TestNode.await(node.router.send(ID, keyed));

      assertThat(TestNode.await(node.router.send(ID, keyed))).isEqualTo(first);
      assertThat(refused(node)).isZero();
    }
  }

  @Test
  void versionsOfADefinitionAddUp() {
    try (Store store = open();
        TestNode node = node(store, new Quotas(10, 1_000, 100))) {
      node.create(ID, BreakerLimit.OFF);
      TestNode.await(update(node, publishing(400)));

      Refusal refusal = ActorTestCase.refusalOf(update(node, publishing(600)));

      assertThat(refusal.reason()).isEqualTo(Refusal.Reason.FAILED_PRECONDITION);
      assertThat(refusal.message())
          .startsWith("definition of automation a with its versions is ")
          .endsWith(" bytes, must be at most 1000");
      assertThat(store.automations().load(ID).orElseThrow().automation().version()).isEqualTo(2);
      // What stores no other version is still possible.
      AutomationPatch disabling = APatch.of().enabled(Optional.of(false)).build();
      TestNode.await(update(node, disabling));
      TestNode.await(update(node, publishing(10)));
    }
  }

  @Test
  void moreAutomationsThanTheQuotaAreRefusedUntilOneIsDeleted() {
    try (Store store = open();
        TestNode node = node(store, new Quotas(2, 1_000, 100))) {
      node.create(ID, BreakerLimit.OFF);
      node.create("b", BreakerLimit.OFF);

      Refusal refusal =
          ActorTestCase.refusalOf(
              node.router.send(
                  "c",
                  new AutomationCommand.Create(node.automation("c", BreakerLimit.OFF), "test")));

      assertThat(refusal.reason()).isEqualTo(Refusal.Reason.FAILED_PRECONDITION);
      assertThat(refusal.message())
          .isEqualTo(
              "automations in the store are 2, must be less than 2 to create one: delete some");
      assertThat(store.automations().load("c")).isEmpty();
      TestNode.await(node.router.send("b", new AutomationCommand.Delete("test")));
      node.create("c", BreakerLimit.OFF);
    }
  }

  private Store open() {
    return SqliteStore.inFile(directory.resolve("db"), clock, new SimpleMeterRegistry());
  }

  private TestNode node(Store store, Quotas quotas) {
    return new TestNode(
        store, clock, new ActorSettings(50_000, Duration.ofMinutes(10), 128, quotas));
  }

  private static void execute(TestNode node, int bytes) {
    TestNode.await(trigger(node, bytes));
  }

  private static Future<Long> trigger(TestNode node, int bytes) {
    return node.router.send(ID, new AutomationCommand.Execute(new byte[bytes], "test"));
  }

  private static Future<?> update(TestNode node, AutomationPatch patch) {
    return node.router.send(ID, new AutomationCommand.Update(patch, "test"));
  }

  /** Publishes steps with a text of this length. */
  private static AutomationPatch publishing(int length) {
    String steps = "[{\"stepName\":\"" + "s".repeat(length) + "\"}]";
    return APatch.of().steps(Optional.of(steps), Optional.empty()).build();
  }

  private static long stored(Store store) {
    return store.executions().newestFirst(ExecutionStore.Created.LATEST, 1_000).size();
  }

  private static double refused(TestNode node) {
    return node.meters.get("spillway.triggers").tag("outcome", "refused").counter().count();
  }
}
