package io.spillway.domain.automation;

import static io.spillway.domain.automation.Refusal.Reason.FAILED_PRECONDITION;
import static io.spillway.domain.automation.Refusal.Reason.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.breaker.BreakerLimit;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutomationTest {
  private static final Instant LATER = Automations.CREATED.plusSeconds(1);

  /** Else they would be in another order on each node: that of {@code Map.of} is by chance. */
  @Test
  void annotationsAreInTheOrderOfTheirKeys() {
    Map<String, String> annotations = new HashMap<>();
    for (char key = 'z'; key >= 'a'; key--) {
      annotations.put(String.valueOf(key), "v");
    }

    Automation automation =
        new Automation(
            "au1",
            Automations.ENABLED.profile(),
            true,
            false,
            Automations.ENABLED.document(),
            Map.copyOf(annotations),
            BreakerLimit.OFF,
            RunnerSettings.EXTERNAL,
            1,
            Automations.CREATED,
            Optional.empty());

    assertThat(automation.annotations().keySet().stream().toList()).isSorted();
  }

  @Test
  void anEnabledPublishedAutomationTakesTriggers() {
    assertThat(Automations.ENABLED.refusal()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void aDeletedAutomationDoesNotExistWhateverElseItIs(boolean enabled, boolean draft) {
    assertThat(Automations.with(enabled, draft, Optional.of(LATER)).refusal())
        .contains(new Refusal(NOT_FOUND, "automation au1 does not exist"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDraftIsToBePublishedFirstWhetherEnabledOrNot(boolean enabled) {
    assertThat(Automations.with(enabled, true, Optional.empty()).refusal())
        .contains(
            new Refusal(
                FAILED_PRECONDITION, "automation au1 is a draft: publish it before executing it"));
  }

  @Test
  void aDisabledAutomationIsToBeEnabledFirst() {
    assertThat(Automations.with(false, false, Optional.empty()).refusal())
        .contains(
            new Refusal(
                FAILED_PRECONDITION,
                "automation au1 is disabled: set enabled before executing it"));
  }

  @Test
  void deletingSetsNothingButTheTimeOfDeletion() {
    Automation deleted = Automations.ENABLED.deleted(LATER);

    assertThat(deleted.deletedAt()).contains(LATER);
    assertThat(deleted)
        .usingRecursiveComparison()
        .ignoringFields("deletedAt")
        .isEqualTo(Automations.ENABLED);
  }

  @Test
  void theFirstVersionIsOne() {
    Automation a = Automations.ENABLED;

    assertThatThrownBy(
            () ->
                new Automation(
                    a.id(),
                    a.profile(),
                    true,
                    false,
                    Automation.Document.EMPTY,
                    Map.of(),
                    BreakerLimit.OFF,
                    RunnerSettings.EXTERNAL,
                    0,
                    a.createdAt(),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version is 0, must be at least 1");
  }

  @Test
  void aDraftThatWasNeverPublishedHasNoVersion() {
    assertThat(Automations.draft(0).version()).isEqualTo(0);
    assertThatThrownBy(() -> Automations.draft(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version is -1, must be at least 1");
  }

  @Test
  void laterChangesOfTheAnnotationsGivenDoNotReachIt() {
    Map<String, String> given = new HashMap<>(Map.of("team", "red"));
    Automation a = Automations.ENABLED;
    Automation automation =
        new Automation(
            a.id(),
            a.profile(),
            true,
            false,
            Automation.Document.EMPTY,
            given,
            BreakerLimit.OFF,
            RunnerSettings.EXTERNAL,
            1,
            a.createdAt(),
            Optional.empty());

    given.put("team", "blue");

    assertThat(automation.annotations()).containsExactly(Map.entry("team", "red"));
  }

  @ParameterizedTest
  @CsvSource({"displayName,256", "description,2048", "appId,64"})
  void textsHaveTheirLongestLength(String field, int longest) {
    assertThat(profileWith(field, "x".repeat(longest))).isNotNull();
    assertThatThrownBy(() -> profileWith(field, "x".repeat(longest + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(field + " has " + (longest + 1) + " characters, must be at most " + longest);
  }

  private static Automation.Profile profileWith(String field, String text) {
    return new Automation.Profile(
        field.equals("displayName") ? text : "",
        field.equals("description") ? text : "",
        field.equals("appId") ? text : "");
  }

  @Test
  void anEmptyDocumentIsValidJson() {
    assertThat(Automation.Document.EMPTY)
        .isEqualTo(new Automation.Document("[]", "[]", "[]", "[]", "{}"));
  }

  @Test
  void aRefusalTravelsInAnExceptionWithItsMessageAndWithoutAStackTrace() {
    Refusal refusal = Automation.unknown("au9");

    RefusedException exception = refusal.asException();

    assertThat(exception.refusal()).isSameAs(refusal);
    assertThat(exception).hasMessage("automation au9 does not exist").hasNoCause();
    assertThat(exception.getStackTrace()).isEmpty();
  }
}
