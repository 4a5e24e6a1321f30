package io.spillway.domain.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.testing.APatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutomationPatchTest {
  /** Fields of an automation under the names an update mask has for them. */
  private static Map<String, Object> fieldsOf(Automation automation) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("displayName", automation.profile().displayName());
    fields.put("description", automation.profile().description());
    fields.put("appId", automation.profile().appId());
    fields.put("enabled", automation.enabled());
    fields.put("isDraft", automation.draft());
    fields.put("automationSteps", automation.document().steps());
    fields.put("draftAutomationSteps", automation.document().draftSteps());
    fields.put("triggers", automation.document().triggers());
    fields.put("draftTriggers", automation.document().draftTriggers());
    fields.put("context", automation.document().context());
    fields.put("annotations", automation.annotations());
    fields.put("circuitBreakerMax", automation.limit().max());
    fields.put("circuitBreakerPeriod", automation.limit().period());
    fields.put("runner", automation.runner());
    fields.put("currentVersion", automation.version());
    fields.put("id", automation.id());
    fields.put("createdAt", automation.createdAt());
    fields.put("deletedAt", automation.deletedAt());
    return fields;
  }

  @SuppressWarnings("unchecked")
  private static AutomationPatch setting(String field, Object value) {
    return new AutomationPatch(
        given(field, "displayName", value),
        given(field, "description", value),
        given(field, "appId", value),
        given(field, "enabled", value),
        given(field, "isDraft", value),
        given(field, "automationSteps", value),
        given(field, "draftAutomationSteps", value),
        given(field, "triggers", value),
        given(field, "draftTriggers", value),
        given(field, "context", value),
        given(field, "annotations", value),
        given(field, "circuitBreakerMax", value),
        given(field, "circuitBreakerPeriod", value),
        given(field, "runner", value).map(AutomationPatchTest::change));
  }

  private static RunnerSettings.Change change(Object value) {
    RunnerSettings settings = (RunnerSettings) value;
    return new RunnerSettings.Change(
        Optional.of(settings.mode()),
        Optional.of(settings.maxConcurrent()),
        Optional.of(settings.maxPerSecond()));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> Optional<T> given(String field, String name, Object value) {
    return field.equals(name) ? Optional.of((T) value) : Optional.empty();
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("displayName", "Other", 3),
        Arguments.of("description", "Other", 3),
        Arguments.of("appId", "app2", 3),
        Arguments.of("enabled", false, 3),
        Arguments.of("isDraft", true, 3),
        Arguments.of("automationSteps", "[{\"s\":9}]", 4),
        Arguments.of("draftAutomationSteps", "[{\"s\":9}]", 3),
        Arguments.of("triggers", "[{\"t\":9}]", 4),
        Arguments.of("draftTriggers", "[{\"t\":9}]", 3),
        Arguments.of("context", "{}", 3),
        Arguments.of("annotations", Map.of("team", "blue"), 3),
        Arguments.of("circuitBreakerMax", 9L, 3),
        Arguments.of("circuitBreakerPeriod", BreakerPeriod.DAY, 3),
        Arguments.of("runner", new RunnerSettings(RunnerSettings.Mode.BUILT_IN, 5, 7), 3));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void aFieldThatIsGivenIsSetAndEveryOtherLeftAlone(String field, Object value, int version) {
    Map<String, Object> expected = fieldsOf(Automations.ENABLED);
    expected.put(field, value);
    expected.put("currentVersion", version);

    Automation changed = setting(field, value).applyTo(Automations.ENABLED);

    assertThat(fieldsOf(changed)).isEqualTo(expected);
  }

  @Test
  void annotationsAreMerged() {
    Automation both = setting("annotations", Map.of("site", "north")).applyTo(Automations.ENABLED);
    assertThat(both.annotations()).isEqualTo(Map.of("team", "red", "site", "north"));

    Automation left = setting("annotations", Map.of("team", "", "other", "")).applyTo(both);
    assertThat(left.annotations()).isEqualTo(Map.of("site", "north"));
  }

  @Test
  void theRulesForAnnotationsApplyToWhatIsMerged() {
    Map<String, String> sixteen =
        IntStream.range(0, 16).boxed().collect(Collectors.toMap(n -> "k" + n, n -> "v"));

    assertThatThrownBy(() -> setting("annotations", sixteen).applyTo(Automations.ENABLED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("annotations has 17 entries");
  }

  @Test
  void aPatchWithoutFieldsChangesNothing() {
    assertThat(APatch.of().build().applyTo(Automations.ENABLED)).isEqualTo(Automations.ENABLED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"automationSteps", "triggers"})
  void settingThePublishedPartToWhatItIsMakesNoNewVersion(String field) {
    Object same = Optional.ofNullable(fieldsOf(Automations.ENABLED).get(field)).orElseThrow();

    assertThat(setting(field, same).applyTo(Automations.ENABLED)).isEqualTo(Automations.ENABLED);
  }

  @Test
  void newStepsAndTriggersTogetherMakeOneNewVersion() {
    Automation both = setting("triggers", "[]").applyTo(Automations.ENABLED);
    AutomationPatch patch =
        APatch.of()
            .steps(Optional.of("[1]"), Optional.empty())
            .triggers(Optional.of("[2]"), Optional.empty())
            .build();

    assertThat(patch.applyTo(both).version()).isEqualTo(both.version() + 1);
  }

  @Test
  void theMaximumIsCheckedAgainstThePeriodThatResults() {
    Automation off = Automations.with(true, false, Optional.empty());
    assertThat(off.limit()).isEqualTo(BreakerLimit.OFF);

    assertThatThrownBy(() -> setting("circuitBreakerMax", 7L).applyTo(off))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "circuitBreakerPeriod is missing, must be HOUR, DAY, WEEK or MONTH if circuitBreakerMax is 7");
    assertThatThrownBy(
            () ->
                setting("circuitBreakerPeriod", BreakerPeriod.UNSPECIFIED)
                    .applyTo(Automations.ENABLED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "circuitBreakerPeriod is missing, must be HOUR, DAY, WEEK or MONTH if circuitBreakerMax is 5");
  }

  @Test
  void settingsOfTheRunnerThatAreNotGivenStay() {
    RunnerSettings.Change five =
        new RunnerSettings.Change(Optional.empty(), Optional.of(5), Optional.empty());

    Automation changed = APatch.of().runner(five).build().applyTo(Automations.ENABLED);

    assertThat(changed.runner()).isEqualTo(new RunnerSettings(RunnerSettings.Mode.EXTERNAL, 5, 0));
  }

  @Test
  void aTextThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> setting("displayName", "x".repeat(257)).applyTo(Automations.ENABLED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("displayName has 257 characters, must be at most 256");
  }

  @Test
  void aDeletedAutomationStaysDeleted() {
    Automation deleted = Automations.ENABLED.deleted(Automations.CREATED);

    assertThat(setting("enabled", false).applyTo(deleted).deletedAt())
        .contains(Automations.CREATED);
  }
}
