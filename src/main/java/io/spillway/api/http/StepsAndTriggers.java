package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.automation.CronExpression;
import io.spillway.domain.automation.WireDuration;
import io.spillway.engine.step.StepExpressions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads steps and triggers: validates their structure, which drafts have as well, and keeps their
 * text as received.
 */
final class StepsAndTriggers {
  private static final Set<String> SCHEDULES =
      Set.of("schedule", "scheduleAppUser", "scheduleNoUser");

  /** Expressions reference a step as {@code ctx.<stepName>}. */
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  private final Fields automation;

  StepsAndTriggers(Fields automation) {
    this.automation = automation;
  }

  /**
   * The steps of this field, a JSON array.
   *
   * @throws io.spillway.domain.automation.RefusedException if one is not a valid step
   */
  String steps(String field) {
    Map<String, String> names = new HashMap<>();
    for (Fields step : automation.freeObjects(field)) {
      String kind = StepAndTriggerKinds.OF_STEPS.kindOf(step);
      if (kind.equals("waitForDuration")) {
        check(step.message(kind), "duration", StepsAndTriggers::isDuration, WireDuration.ALLOWED);
      }
      checkName(step, names);
      step.text("stepDisplayName");
      step.text("skipIfTrueCel");
    }
    return automation.array(field);
  }

  /**
   * The triggers of this field, a JSON array.
   *
   * @throws io.spillway.domain.automation.RefusedException if one is not a valid trigger
   */
  String triggers(String field) {
    for (Fields trigger : automation.freeObjects(field)) {
      String kind = StepAndTriggerKinds.OF_TRIGGERS.kindOf(trigger);
      if (SCHEDULES.contains(kind)) {
        check(
            trigger.message(kind),
            "cronSpec",
            CronExpression::isWellFormed,
            CronExpression.ALLOWED);
      }
    }
    return automation.array(field);
  }

  private static boolean isDuration(String text) {
    return WireDuration.isWellFormed(text) || StepExpressions.isTemplate(text);
  }

  private static void checkName(Fields step, Map<String, String> names) {
    check(
        step,
        "stepName",
        name -> IDENTIFIER.matcher(name).matches(),
        "a letter or _ and up to 127 letters, digits and _");
    String name = step.text("stepName");
    String other = name.isEmpty() ? null : names.putIfAbsent(name, step.path());
    if (other != null) {
      throw Refusals.invalid(
          step.pathOf("stepName")
              + " is "
              + Refusals.quote(name)
              + " like that of "
              + other
              + ", must be unique among the steps");
    }
  }

  /** Validates a text field; an empty one counts as absent. */
  private static void check(
      Fields fields, String name, Predicate<String> isWellFormed, String allowed) {
    String given = fields.text(name);
    if (!given.isEmpty() && !isWellFormed.test(given)) {
      throw Refusals.mustBe(fields.pathOf(name), Refusals.quote(given), allowed);
    }
  }
}
