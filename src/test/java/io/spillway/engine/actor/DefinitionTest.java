package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.breaker.BreakerLimit;
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
    Refusal refusal = refusalOf(node.router.send(id, new AutomationCommand.Execute(new byte[0])));
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
