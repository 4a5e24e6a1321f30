package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.FieldNames;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads the writable fields of an automation from a request. */
final class AutomationFields {
  private static final List<String> SETTABLE =
      List.of(
          "displayName",
          "description",
          "appId",
          "enabled",
          "isDraft",
          "automationSteps",
          "draftAutomationSteps",
          "triggers",
          "draftTriggers",
          "context",
          "annotations",
          "circuitBreakerMax",
          "circuitBreakerPeriod");

  private static final Set<String> READ_ONLY =
      Set.of(
          "id",
          "primaryTriggerType",
          "circuitBreaker",
          "currentVersion",
          "createdAt",
          "lastExecutedAt");

  /** Drafts default to the published fields when an automation is created. */
  private static final Set<String> DRAFTS = Set.of("draftAutomationSteps", "draftTriggers");

  private final Fields given;
  private final StepsAndTriggers parts;

  AutomationFields(Fields given) {
    this.given = given;
    this.parts = new StepsAndTriggers(given);
  }

  /** Creates an automation with these fields. */
  Automation create(String id, Instant now) {
    Automation blank =
        new Automation(
            id,
            new Automation.Profile("", "", ""),
            false,
            true,
            Automation.Document.EMPTY,
            Map.of(),
            BreakerLimit.OFF,
            0,
            now,
            Optional.empty());
    AutomationPatch patch = patch(field -> !DRAFTS.contains(field) || given.has(field));
    return Refusals.checked(() -> patch.applyTo(blank));
  }

  /**
   * The patch of an update: sets the fields in {@code mask}, to the zero value where they are
   * absent; without a mask, the fields that are present.
   */
  AutomationPatch change(String mask) {
    if (mask.isBlank()) {
      return patch(given::has);
    }
    Set<String> masked = new HashSet<>();
    for (String path : mask.split(",", -1)) {
      masked.add(settable(path.strip()));
    }
    return patch(masked::contains);
  }

  private static String settable(String path) {
    String field = FieldNames.toCamelCase(path);
    if (SETTABLE.contains(field)) {
      return field;
    }
    if (READ_ONLY.contains(field)) {
      throw Refusals.invalid(
          "updateMask contains " + field + ", which is read-only, must be " + allowed());
    }
    throw Refusals.invalid(
        "updateMask contains " + Refusals.quote(path) + ", must be " + allowed());
  }

  private AutomationPatch patch(Predicate<String> selected) {
    return new AutomationPatch(
        set("displayName", selected, given::text),
        set("description", selected, given::text),
        set("appId", selected, given::text),
        set("enabled", selected, given::flag),
        set("isDraft", selected, given::flag),
        set("automationSteps", selected, parts::steps),
        set("draftAutomationSteps", selected, parts::steps),
        set("triggers", selected, parts::triggers),
        set("draftTriggers", selected, parts::triggers),
        set("context", selected, this::context),
        set("annotations", selected, given::textMap),
        set("circuitBreakerMax", selected, given::uint32),
        set("circuitBreakerPeriod", selected, this::period));
  }

  private static <T> Optional<T> set(
      String field, Predicate<String> selected, Function<String, T> read) {
    return selected.test(field) ? Optional.of(read.apply(field)) : Optional.empty();
  }

  private String context(String field) {
    Fields outer = given.message(field);
    outer.requireWrapped("context");
    return outer.freeObject("context");
  }

  private BreakerPeriod period(String field) {
    return given.oneOf(field, AutomationJson.PERIODS).orElse(BreakerPeriod.UNSPECIFIED);
  }

  private static String allowed() {
    return String.join(", ", SETTABLE);
  }
}
