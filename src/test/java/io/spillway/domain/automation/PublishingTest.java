package io.spillway.domain.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.testing.APatch;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Drafts, and how an update publishes them. */
class PublishingTest {
  private static final Optional<String> LEFT_ALONE = Optional.empty();

  @Test
  void aDraftHasNoVersionUntilItIsPublished() {
    Automation draft = steps(LEFT_ALONE, Optional.of("[1]")).applyTo(draftOf("[]", "[]"));
    assertThat(draft.version()).isEqualTo(0);

    Automation published = publishing(LEFT_ALONE, LEFT_ALONE).applyTo(draft);

    assertThat(published.version()).isEqualTo(1);
    assertThat(published.draft()).isFalse();
    assertThat(published.document().steps()).isEqualTo("[1]");
    assertThat(published.document().draftSteps()).isEqualTo("[1]");
  }

  @Test
  void publishingTakesTheTriggersOfTheDraftToo() {
    Automation draft = triggers(LEFT_ALONE, Optional.of("[2]")).applyTo(draftOf("[]", "[]"));

    Automation published = publishing(LEFT_ALONE, LEFT_ALONE).applyTo(draft);

    assertThat(published.document().triggers()).isEqualTo("[2]");
  }

  @Test
  void publishingWithStepsPublishesThose() {
    Automation published = publishing(Optional.of("[7]"), LEFT_ALONE).applyTo(draftOf("[]", "[1]"));

    assertThat(published.document().steps()).isEqualTo("[7]");
    assertThat(published.document().draftSteps()).isEqualTo("[1]");
    assertThat(published.version()).isEqualTo(1);
  }

  @Test
  void publishingWithDraftStepsPublishesThose() {
    Automation published = publishing(LEFT_ALONE, Optional.of("[8]")).applyTo(draftOf("[]", "[1]"));

    assertThat(published.document().steps()).isEqualTo("[8]");
  }

  @Test
  void stepsPublishedWhileItIsADraftMakeNoVersion() {
    Automation draft = steps(Optional.of("[1]"), LEFT_ALONE).applyTo(draftOf("[]", "[]"));

    assertThat(draft.version()).isEqualTo(0);
    assertThat(publishing(LEFT_ALONE, LEFT_ALONE).applyTo(draft).document().steps())
        .isEqualTo("[1]");
  }

  @Test
  void editsOfAPublishedAutomationWaitUntilTheyArePublished() {
    Automation edited = steps(LEFT_ALONE, Optional.of("[2]")).applyTo(published("[1]", "[1]"));
    assertThat(edited.document().steps()).isEqualTo("[1]");
    assertThat(edited.version()).isEqualTo(1);

    Automation again = publishing(LEFT_ALONE, LEFT_ALONE).applyTo(edited);

    assertThat(again.document().steps()).isEqualTo("[2]");
    assertThat(again.version()).isEqualTo(2);
  }

  @Test
  void publishingWhatIsPublishedChangesNothing() {
    Automation automation = published("[1]", "[1]");

    assertThat(publishing(LEFT_ALONE, LEFT_ALONE).applyTo(automation)).isEqualTo(automation);
  }

  @Test
  void aWithdrawnAutomationKeepsItsVersionAndGoesOnFromIt() {
    Automation withdrawn = withDraft(true, LEFT_ALONE, LEFT_ALONE).applyTo(published("[1]", "[1]"));
    assertThat(withdrawn.draft()).isTrue();
    assertThat(withdrawn.version()).isEqualTo(1);
    assertThat(publishing(LEFT_ALONE, LEFT_ALONE).applyTo(withdrawn).version()).isEqualTo(1);

    Automation edited = steps(LEFT_ALONE, Optional.of("[2]")).applyTo(withdrawn);

    assertThat(publishing(LEFT_ALONE, LEFT_ALONE).applyTo(edited).version()).isEqualTo(2);
  }

  @Test
  void aDraftThatSaysNothingOfItsOwnFollowsThePublishedSteps() {
    Automation changed = steps(Optional.of("[2]"), LEFT_ALONE).applyTo(published("[1]", "[1]"));

    assertThat(changed.document().draftSteps()).isEqualTo("[2]");
    assertThat(changed.version()).isEqualTo(2);
  }

  @Test
  void aDraftWithEditsIsNotOverwritten() {
    Automation changed = steps(Optional.of("[2]"), LEFT_ALONE).applyTo(published("[1]", "[9]"));

    assertThat(changed.document().draftSteps()).isEqualTo("[9]");
  }

  private static Automation draftOf(String steps, String draftSteps) {
    return automation(true, 0, steps, draftSteps);
  }

  private static Automation published(String steps, String draftSteps) {
    return automation(false, 1, steps, draftSteps);
  }

  private static Automation automation(boolean draft, int version, String steps, String drafts) {
    return new Automation(
        "au1",
        Automations.ENABLED.profile(),
        true,
        draft,
        new Automation.Document(steps, drafts, "[]", "[]", "{}"),
        Map.of(),
        BreakerLimit.OFF,
        RunnerSettings.EXTERNAL,
        version,
        Automations.CREATED,
        Optional.empty());
  }

  private static AutomationPatch publishing(Optional<String> steps, Optional<String> draftSteps) {
    return withDraft(false, steps, draftSteps);
  }

  private static AutomationPatch withDraft(
      boolean draft, Optional<String> steps, Optional<String> draftSteps) {
    return patch(Optional.of(draft), steps, draftSteps, LEFT_ALONE, LEFT_ALONE);
  }

  private static AutomationPatch steps(Optional<String> published, Optional<String> draft) {
    return patch(Optional.empty(), published, draft, LEFT_ALONE, LEFT_ALONE);
  }

  private static AutomationPatch triggers(Optional<String> published, Optional<String> draft) {
    return patch(Optional.empty(), LEFT_ALONE, LEFT_ALONE, published, draft);
  }

  private static AutomationPatch patch(
      Optional<Boolean> draft,
      Optional<String> steps,
      Optional<String> draftSteps,
      Optional<String> triggers,
      Optional<String> draftTriggers) {
    return APatch.of()
        .draft(draft)
        .steps(steps, draftSteps)
        .triggers(triggers, draftTriggers)
        .build();
  }
}
