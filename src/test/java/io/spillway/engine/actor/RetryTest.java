package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.StepMove;
import io.spillway.domain.execution.StepPosition;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person has an execution in ERROR tried again. */
class RetryTest extends ActorTestCase {
  private static final StepPosition FAILED = new StepPosition(2, 7, 12, 1, 0);

  private String id = "";
  private long execution;

  @BeforeEach
  void anExecution() {
    id = automation(BreakerLimit.OFF);
    execution = node.fire(id, 1).get(0);
  }

  @Test
  void anErrorIsPendingAgainAtTheStepThatFailed() {
    advance(ExecutionState.ERROR, 0, FAILED);

    assertThat(retry(Operation.ONCE)).isEqualTo(Ack.DONE);

    assertThat(status().state()).isEqualTo(ExecutionState.PENDING);
    assertThat(status().position()).isEqualTo(new StepPosition(2, 7, 0, 0, 0));
    assertThat(retries())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.actor()).isEqualTo("somebody");
              assertThat(event.details()).containsEntry("executionId", Long.toString(execution));
            });
  }

  @Test
  void aSecondRetryOfWhatIsStillPendingDoesNothing() {
    advance(ExecutionState.ERROR, 0, FAILED);
    retry(Operation.ONCE);

    assertThat(retry(Operation.ONCE)).isEqualTo(Ack.DONE);

    assertThat(retries()).hasSize(1);
  }

  @Test
  void eachFailureCanBeRetriedOnce() {
    advance(ExecutionState.ERROR, 0, FAILED);
    retry(Operation.ONCE);
    advance(ExecutionState.ERROR, 7, new StepPosition(2, 8, 1, 0, 0));

    retry(Operation.ONCE);

    assertThat(status().position()).isEqualTo(new StepPosition(2, 8, 0, 0, 0));
    assertThat(retries()).hasSize(2);
  }

  @Test
  void anErrorOfWhatSomebodyElseRunsIsRetriedToo() {
    move(ExecutionState.ERROR);
    Operation operation = Operation.next();

    assertThat(retry(operation)).isEqualTo(Ack.DONE);
    // Sent again by a node that got no answer.
    assertThat(retry(operation.again())).isEqualTo(Ack.DONE);

    assertThat(status().state()).isEqualTo(ExecutionState.PENDING);
    assertThat(retries()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = ExecutionState.class,
      names = {"PENDING", "CREATING", "TERMINATE"})
  void whatHasNotFailedIsRefused(ExecutionState state) {
    if (state != ExecutionState.PENDING) {
      move(state);
    }

    Refusal refusal =
        refusalOf(node.router.send(id, new AutomationCommand.RetryExecution(execution, "a")));

    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.FAILED_PRECONDITION);
    assertThat(refusal.message())
        .isEqualTo(
            "execution %d is in AUTOMATION_EXECUTION_STATE_%s, must be in AUTOMATION_EXECUTION_STATE_ERROR to be retried"
                .formatted(execution, state));
    assertThat(status().state()).isEqualTo(state);
    assertThat(retries()).isEmpty();
  }

  @Test
  void anExecutionThatDoesNotExistIsNotFound() {
    Refusal refusal =
        refusalOf(node.router.send(id, new AutomationCommand.RetryExecution(execution + 9, "a")));

    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.NOT_FOUND);
  }

  @Test
  void theExecutionOfADeletedAutomationIsNotRetried() {
    move(ExecutionState.ERROR);
    send(id, new AutomationCommand.Delete("somebody"));

    Refusal refusal =
        refusalOf(node.router.send(id, new AutomationCommand.RetryExecution(execution, "a")));

    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(status().state()).isEqualTo(ExecutionState.ERROR);
  }

  private Ack retry(Operation operation) {
    return TestNode.await(
        node.router.deliver(
            id, new AutomationCommand.RetryExecution(execution, "somebody"), operation));
  }

  private void move(ExecutionState to) {
    send(id, new AutomationCommand.MoveExecution(execution, to, "a"));
  }

  private void advance(ExecutionState to, int expectedRun, StepPosition position) {
    // The reply to a trigger does not wait for the segment.
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !executions(id).isEmpty());
    long segmentId = ExecutionIds.segmentOf(execution);
    node.shared
        .segments()
        .advance(
            SegmentSummary.nothingKnownOf(segmentId),
            List.of(new StepMove(ExecutionIds.slotOf(execution), expectedRun, to, position)),
            clock.millis())
        .toCompletableFuture()
        .join();
  }

  private ExecutionStatus status() {
    return executions(id).get(0).status();
  }

  private List<AuditEvent> retries() {
    return auditOf(id).stream()
        .filter(event -> event.kind() == AuditEvent.Kind.EXECUTION_RETRIED)
        .toList();
  }
}
