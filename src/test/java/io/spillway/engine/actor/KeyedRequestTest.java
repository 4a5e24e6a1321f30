package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.RequestKey;
import io.spillway.testing.APatch;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that their clients send again under the same key. */
class KeyedRequestTest extends ActorTestCase {
  private static final AtomicInteger KEYS = new AtomicInteger();
  private static final Resolution.Order RUN =
      new Resolution.Order(Decision.RUN, "a test", "somebody");

  private RequestKey key = new RequestKey("", "");
  private RequestKey otherBody = key;

  @BeforeEach
  void newKey() {
    key = new RequestKey("key-" + KEYS.incrementAndGet(), "content");
    otherBody = new RequestKey(key.id(), "other content");
  }

  @Test
  void aTriggerThatIsSentAgainIsAnsweredAsItWas() {
    String id = automation(TEN_AN_HOUR);
    long first = send(id, trigger(key));

    assertThat(send(id, trigger(key))).isEqualTo(first);
    assertThat(executions(id)).hasSize(1);
    assertThat(refusalOf(node.router.send(id, trigger(otherBody))).reason())
        .isEqualTo(Refusal.Reason.ALREADY_EXISTS);
    assertThat(executions(id)).hasSize(1);
  }

  @Test
  void triggersOfOneTurnAreToldApartByTheirKeys() {
    String id = automation(TEN_AN_HOUR);
    List<Future<Long>> same = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      same.add(node.router.send(id, trigger(key)));
    }
    Future<Long> other = node.router.send(id, trigger(otherBody));
    Future<Long> withoutKey =
        node.router.send(
            id, new AutomationCommand.Execute("{}".getBytes(StandardCharsets.UTF_8), "test"));

    assertThat(same.stream().map(TestNode::await).distinct()).hasSize(1);
    assertThat(refusalOf(other).reason()).isEqualTo(Refusal.Reason.ALREADY_EXISTS);
    assertThat(TestNode.await(withoutKey)).isNotEqualTo(TestNode.await(same.get(0)));
    assertThat(executions(id)).hasSize(2);
  }

  @Test
  void aTriggerThatFailedDoesNotUseUpItsKey() {
    String id = automation(TEN_AN_HOUR);
    store.failCommits(1);
    assertThat(succeeds(node.router.send(id, trigger(key)))).isFalse();

    long executionId = send(id, trigger(key));

    assertThat(executions(id))
        .extracting(view -> view.status().executionId())
        .containsExactly(executionId);
  }

  @Test
  void aTriggerIsAnsweredAsItWasAlsoWhereNoneIsTakenAnyMore() {
    String id = automation(TEN_AN_HOUR);
    long first = send(id, trigger(key));
    send(id, new AutomationCommand.Update(disabled(), "somebody"));

    assertThat(send(id, trigger(key))).isEqualTo(first);
    assertThat(
            refusalOf(node.router.send(id, trigger(new RequestKey(key.id() + "-new", ""))))
                .reason())
        .isEqualTo(Refusal.Reason.FAILED_PRECONDITION);
  }

  @Test
  void aResolveThatIsSentAgainIsAnsweredAsItWasAndResolvesNothingNew() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 13);
    Resolution first = send(id, new AutomationCommand.ResolvePaused(RUN, Optional.of(key)));
    node.fire(id, 11);

    Resolution again = send(id, new AutomationCommand.ResolvePaused(RUN, Optional.of(key)));

    assertThat(first.counts()).isEqualTo(new Resolution.Counts(3, 0));
    assertThat(again).isEqualTo(first);
    assertThat(node.report(id).pausedCount()).isEqualTo(1);
    assertThat(auditOf(id))
        .extracting(AuditEvent::kind)
        .filteredOn(AuditEvent.Kind.PAUSED_RUN::equals)
        .hasSize(1);
    assertThat(
            refusalOf(
                    node.router.send(
                        id, new AutomationCommand.ResolvePaused(RUN, Optional.of(otherBody))))
                .reason())
        .isEqualTo(Refusal.Reason.ALREADY_EXISTS);
    assertThat(node.report(id).pausedCount()).isEqualTo(1);
  }

  @Test
  void aResolveThatIsSentAgainWhileTheFirstIsAtItWaitsForItsAnswer() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 4_000);
    List<Future<Resolution>> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      answers.add(node.router.send(id, new AutomationCommand.ResolvePaused(RUN, Optional.of(key))));
    }

    assertThat(answers.stream().map(TestNode::await).map(Resolution::id).distinct()).hasSize(1);
    assertThat(TestNode.await(answers.get(4)).counts().paused()).isEqualTo(3_990);
    assertThat(count(id, ExecutionState.PENDING)).isEqualTo(4_000);
  }

  private static AutomationCommand.Execute trigger(RequestKey key) {
    return new AutomationCommand.Execute(
        "{}".getBytes(StandardCharsets.UTF_8), "test", Optional.of(key));
  }

  private static AutomationPatch disabled() {
    return APatch.of().enabled(Optional.of(false)).build();
  }
}
