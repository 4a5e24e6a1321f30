package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationStore.Version;
import io.spillway.testing.APatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Changes of a definition, and the executions there are meanwhile. */
class DefinitionTest extends ActorTestCase {
  @Test
  void executionsKeepTheVersionTheyStartedWithAlsoThoseHeld() {
    String id = automation(TEN_AN_HOUR);
    node.fire(id, 11);
    change(id, Optional.empty(), Optional.of("[2]"), Optional.empty());
    send(
        id,
        new AutomationCommand.ResolvePaused(new Resolution.Order(Decision.RUN, "", "somebody")));
    node.fire(id, 1);

    assertThat(executions(id))
        .extracting(view -> view.fact().automationVersion())
        .containsExactly(2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(versions(id)).extracting(Version::number).containsExactly(2, 1);
  }

  @Test
  void aWithdrawnAutomationTakesNoTriggersUntilItIsPublishedAgain() {
    String id = automation(BreakerLimit.OFF);
    change(id, Optional.of(true), Optional.empty(), Optional.of("[7]"));
    Refusal refusal =
        refusalOf(node.router.send(id, new AutomationCommand.Execute(new byte[0], "test")));
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.FAILED_PRECONDITION);
    assertThat(versions(id)).extracting(Version::number).containsExactly(1);

    change(id, Optional.of(false), Optional.empty(), Optional.empty());

    node.fire(id, 1);
    assertThat(executions(id))
        .extracting(view -> view.fact().automationVersion())
        .containsExactly(2);
    assertThat(versions(id))
        .extracting(version -> version.document().steps())
        .containsExactly("[7]", "[]");
  }

  @Test
  void anAnnotationThatBreaksARuleIsRefusedAndNothingChanged() {
    String id = automation(BreakerLimit.OFF);
    AutomationPatch patch =
        patch(
            Optional.empty(),
            Optional.of("[2]"),
            Optional.empty(),
            Optional.of(Map.of("c1/owner", "red")));

    Refusal refusal = refusalOf(node.router.send(id, new AutomationCommand.Update(patch, "a")));

    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.INVALID_ARGUMENT);
    assertThat(refusal.message()).contains("annotations key is \"c1/owner\"");
    assertThat(versions(id)).hasSize(1);
  }

  @Test
  void theEventOfAnUpdateTellsWhatChanged() {
    String id = automation(TEN_AN_HOUR);
    AutomationPatch patch =
        APatch.of()
            .enabled(Optional.of(false))
            .steps(Optional.of("[{\"stepName\":\"secret\"},{}]"), Optional.empty())
            .annotations(Optional.of(Map.of("team", "red")))
            .breaker(Optional.of(2_000L), Optional.of(BreakerPeriod.DAY))
            .runner(
                new RunnerSettings.Change(
                    Optional.of(RunnerSettings.Mode.BUILT_IN), Optional.of(5), Optional.empty()))
            .build();

    send(id, new AutomationCommand.Update(patch, "somebody"));

    Map<String, Object> details = updateOf(id);
    assertThat(details).containsEntry("displayName", id);
    assertThat(details.get("changes"))
        .isEqualTo(
            List.of(
                Map.of("field", "enabled", "from", true, "to", false),
                Map.of("field", "automationSteps", "from", "0 steps", "to", "2 steps"),
                Map.of("field", "draftAutomationSteps", "from", "0 steps", "to", "2 steps"),
                Map.of("field", "currentVersion", "from", 1L, "to", 2L),
                Map.of("field", "annotations.team", "to", "red"),
                Map.of("field", "circuitBreakerMax", "from", 10L, "to", 2_000L),
                Map.of(
                    "field",
                    "circuitBreakerPeriod",
                    "from",
                    "CIRCUIT_BREAKER_PERIOD_HOUR",
                    "to",
                    "CIRCUIT_BREAKER_PERIOD_DAY"),
                Map.of("field", "runner.mode", "from", "EXTERNAL", "to", "BUILT_IN"),
                Map.of("field", "runner.maxConcurrent", "from", 64L, "to", 5L)));
  }

  @Test
  void theEventOfAnUpdateCutsLongTextsAndKeepsTheContextToItself() {
    String id = automation(TEN_AN_HOUR);
    AutomationPatch patch =
        APatch.of().description("d".repeat(2_048)).context("{\"token\":\"secret\"}").build();

    send(id, new AutomationCommand.Update(patch, "somebody"));

    assertThat(updateOf(id).get("changes"))
        .isEqualTo(
            List.of(
                Map.of("field", "description", "from", "", "to", "d".repeat(256) + "…"),
                Map.of("field", "context")));
  }

  @Test
  void theEventOfAnUpdateThatChangesNothingListsNoChange() {
    String id = automation(TEN_AN_HOUR);

    send(id, new AutomationCommand.Update(APatch.of().build(), "somebody"));

    assertThat(updateOf(id).get("changes")).isEqualTo(List.of());
  }

  private Map<String, Object> updateOf(String id) {
    return auditOf(id).stream()
        .filter(event -> event.kind() == AuditEvent.Kind.AUTOMATION_UPDATED)
        .map(AuditEvent::details)
        .findFirst()
        .orElseThrow();
  }

  private List<Version> versions(String id) {
    return store.automations().versions(id, Integer.MAX_VALUE, 10);
  }

  private void change(
      String id, Optional<Boolean> draft, Optional<String> steps, Optional<String> draftSteps) {
    AutomationPatch patch = patch(draft, steps, draftSteps, Optional.empty());
    send(id, new AutomationCommand.Update(patch, "somebody"));
  }

  private static AutomationPatch patch(
      Optional<Boolean> draft,
      Optional<String> steps,
      Optional<String> draftSteps,
      Optional<Map<String, String>> annotations) {
    return APatch.of().draft(draft).steps(steps, draftSteps).annotations(annotations).build();
  }
}
