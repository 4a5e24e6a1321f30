package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Actors whose automations are not what they were when they read them. */
class ReloadTest extends ActorTestCase {
  @Test
  void showsWhatTheStoreHasAfterAReload() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 11);
    resetBehindTheActor(id);
    assertThat(node.report(id).automation().breaker()).isInstanceOf(BreakerState.Tripped.class);

    node.router.reload();

    assertThat(node.report(id).automation().breaker()).isNotInstanceOf(BreakerState.Tripped.class);
  }

  @Test
  void newSegmentsHaveIdsThatAreAllocatedAnew() {
    String before = automation(TEN_AN_HOUR);
    String after = automation(TEN_AN_HOUR);
    long last = ExecutionIds.segmentOf(node.fire(before, 1).get(0));

    node.router.reload();

    assertThat(ExecutionIds.segmentOf(node.fire(after, 1).get(0))).isGreaterThan(last + 1);
  }

  private void resetBehindTheActor(String id) {
    AutomationRecord stored = store.automations().load(id).orElseThrow();
    BlockingWait.on(
        store
            .automations()
            .commit(
                AutomationCommit.changingBreaker(
                    stored.next(stored.breaker().reset(clock.instant())),
                    Optional.empty(),
                    List.of())));
  }

  @Test
  void losesNothingWhileItIsUnderWay() {
    String id = automation(TEN_AN_HOUR);
    List<Future<Long>> replies = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      replies.add(
          node.router.send(id, new AutomationCommand.Execute(new byte[] {'{', '}'}, "test")));
      if (i % 20 == 0) {
        node.router.reload();
      }
    }
    TestNode.await(Future.all(replies));

    assertThat(executions(id)).hasSize(200);
    assertThat(count(id, ExecutionState.PENDING)).isEqualTo(10);
    assertThat(node.report(id).pausedCount()).isEqualTo(190);
  }
}
