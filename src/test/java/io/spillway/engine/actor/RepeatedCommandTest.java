package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationRecord;
import io.spillway.store.StaleWriteException;
import io.spillway.testing.APatch;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commands that another node sends again, since it does not know what became of them. */
class RepeatedCommandTest extends ActorTestCase {
  private static final Resolution.Order RUN =
      new Resolution.Order(Decision.RUN, "a test", "somebody");

  @Test
  void aTriggerThatIsSentAgainIsAnsweredAsItWasThen() {
    String id = automation(TEN_AN_HOUR);
    Operation operation = Operation.next();
    long first = deliver(id, trigger(), operation);

    long again = deliver(id, trigger(), operation.again());

    assertThat(again).isEqualTo(first);
    assertThat(executions(id)).hasSize(1);
  }

  @Test
  void aTriggerThatIsSentAgainAndWasNeverAdmittedIsAdmitted() {
    String id = automation(TEN_AN_HOUR);

    deliver(id, trigger(), Operation.next().again());

    assertThat(executions(id)).hasSize(1);
  }

  @Test
  void aTriggerThatArrivesTwiceAtOnceIsAdmittedOnce() {
    String id = automation(TEN_AN_HOUR);
    Operation operation = Operation.next();
    Future<Long> first = node.router.deliver(id, trigger(), operation);
    Future<Long> second = node.router.deliver(id, trigger(), operation.again());
    Future<Long> third = node.router.deliver(id, trigger(), operation.again());

    assertThat(TestNode.await(second)).isEqualTo(TestNode.await(first));
    assertThat(TestNode.await(third)).isEqualTo(TestNode.await(first));
    assertThat(executions(id)).hasSize(1);
  }

  @Test
  void aTriggerThatWasLateOnItsWayIsRefusedAndNothingIsDone() {
    String id = automation(TEN_AN_HOUR);
    Operation operation = Operation.next();
    deliver(id, trigger(), operation.again());

    failureOf(node.router.deliver(id, trigger(), operation), StaleWriteException.class);

    assertThat(executions(id)).hasSize(1);
    assertThat(deliver(id, trigger(), operation.again()))
        .isEqualTo(executions(id).get(0).status().executionId());
  }

  @Test
  void aResolutionThatIsAskedForAgainIsTheSame() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 30);
    AutomationCommand.ResolvePaused command = new AutomationCommand.ResolvePaused(RUN);
    Operation operation = Operation.next();
    Future<Resolution> first = node.router.deliver(id, command, operation);
    Future<Resolution> meanwhile = node.router.deliver(id, command, operation.again());
    Resolution done = TestNode.await(first);
    assertThat(done.counts()).isEqualTo(new Resolution.Counts(20, 0));

    node.fire(id, 30);
    Resolution afterwards = deliver(id, command, operation.again());

    assertThat(TestNode.await(meanwhile)).isEqualTo(done);
    assertThat(afterwards).isEqualTo(done);
    assertThat(node.report(id).pausedCount()).isEqualTo(20);
    assertThat(kinds(id)).filteredOn(AuditEvent.Kind.PAUSED_RUN::equals).hasSize(1);
  }

  @Test
  void aDeletionThatIsSentAgainIsDone() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 12);
    AutomationCommand.Delete command = new AutomationCommand.Delete("somebody");
    Operation operation = Operation.next();
    deliver(id, command, operation);

    assertThat(deliver(id, command, operation.again())).isEqualTo(Ack.DONE);
    assertThat(refusalOf(node.router.deliver(id, command, Operation.next())).reason())
        .isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(kinds(id)).filteredOn(AuditEvent.Kind.AUTOMATION_DELETED::equals).hasSize(1);
  }

  @Test
  void aCreationThatIsSentAgainAnswersWhatItMade() {
    Automation automation = node.automation("created-again", BreakerLimit.OFF);
    AutomationCommand.Create command = new AutomationCommand.Create(automation, "somebody");
    Operation operation = Operation.next();
    AutomationRecord made = deliver(automation.id(), command, operation);

    AutomationRecord again = deliver(automation.id(), command, operation.again());

    assertThat(again.automation()).isEqualTo(made.automation());
    assertThat(refusalOf(node.router.deliver(automation.id(), command, Operation.next())).reason())
        .isEqualTo(Refusal.Reason.ALREADY_EXISTS);
  }

  @Test
  void aChangeThatIsSentAgainIsMadeOnce() {
    String id = automation(TEN_AN_HOUR);
    AutomationCommand.Update command =
        new AutomationCommand.Update(stepsOf("[{\"stepName\":\"a\"}]"), "somebody");
    Operation operation = Operation.next();
    AutomationRecord changed = deliver(id, command, operation);
    deliver(id, new AutomationCommand.Update(stepsOf("[]"), "another"), Operation.next());

    AutomationRecord again = deliver(id, command, operation.again());

    assertThat(changed.automation().version()).isEqualTo(2);
    assertThat(again.automation().version()).isEqualTo(3);
    assertThat(again.automation().document().steps()).isEqualTo("[]");
    assertThat(kinds(id)).filteredOn(AuditEvent.Kind.AUTOMATION_UPDATED::equals).hasSize(2);
  }

  @Test
  void aClearThatIsSentAgainLeavesALaterTripAlone() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 11);
    AutomationCommand.ClearBreaker command = new AutomationCommand.ClearBreaker("somebody", "");
    Operation operation = Operation.next();
    deliver(id, command, operation);
    node.fire(id, 11);

    deliver(id, command, operation.again());

    assertThat(node.report(id).pausedCount()).isEqualTo(2);
    assertThat(kinds(id)).filteredOn(AuditEvent.Kind.BREAKER_CLEARED::equals).hasSize(1);
  }

  private <R> R deliver(String id, AutomationCommand<R> command, Operation operation) {
    return TestNode.await(node.router.deliver(id, command, operation));
  }

  private List<AuditEvent.Kind> kinds(String id) {
    return auditOf(id).stream().map(AuditEvent::kind).toList();
  }

  private static AutomationCommand.Execute trigger() {
    return new AutomationCommand.Execute("{}".getBytes(StandardCharsets.UTF_8), "test");
  }

  private static AutomationPatch stepsOf(String steps) {
    return APatch.of().steps(Optional.of(steps), Optional.empty()).build();
  }
}
