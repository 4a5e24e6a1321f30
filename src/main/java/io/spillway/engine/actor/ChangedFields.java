package io.spillway.engine.actor;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.engine.event.WireEnums;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an update changed, for its event in the system log: an entry for each field that differs,
 * under its name in the API, with {@code from} and {@code to} where it has a value.
 *
 * <p>Bounded: a text is cut after {@value #MAX_TEXT} characters, and annotations are limited in
 * number. Steps, triggers and the default context may contain secrets, so steps and triggers are
 * only counted and the context has no values.
 */
final class ChangedFields {
  private static final int MAX_TEXT = 256;

  private final List<Map<String, Object>> changes = new ArrayList<>();

  private ChangedFields() {}

  /** The fields in which {@code after} differs from {@code before}. */
  static List<Map<String, Object>> between(Automation before, Automation after) {
    ChangedFields fields = new ChangedFields();
    fields.profile(before.profile(), after.profile());
    fields.add("enabled", before.enabled(), after.enabled());
    fields.add("isDraft", before.draft(), after.draft());
    fields.document(before.document(), after.document());
    fields.add("currentVersion", (long) before.version(), (long) after.version());
    fields.annotations(before.annotations(), after.annotations());
    fields.add("circuitBreakerMax", before.limit().max(), after.limit().max());
    fields.add(
        "circuitBreakerPeriod",
        WireEnums.nameOf(before.limit().period()),
        WireEnums.nameOf(after.limit().period()));
    fields.runner(before.runner(), after.runner());
    return List.copyOf(fields.changes);
  }

  private void profile(Automation.Profile before, Automation.Profile after) {
    addText("displayName", before.displayName(), after.displayName());
    addText("description", before.description(), after.description());
    addText("appId", before.appId(), after.appId());
  }

  private void document(Automation.Document before, Automation.Document after) {
    addCounted("automationSteps", "step", before.steps(), after.steps());
    addCounted("draftAutomationSteps", "step", before.draftSteps(), after.draftSteps());
    addCounted("triggers", "trigger", before.triggers(), after.triggers());
    addCounted("draftTriggers", "trigger", before.draftTriggers(), after.draftTriggers());
    if (!before.context().equals(after.context())) {
      put("context", null, null);
    }
  }

  private void runner(RunnerSettings before, RunnerSettings after) {
    add("runner.mode", before.mode().name(), after.mode().name());
    add("runner.maxConcurrent", (long) before.maxConcurrent(), (long) after.maxConcurrent());
    add("runner.maxPerSecond", (long) before.maxPerSecond(), (long) after.maxPerSecond());
  }

  private void annotations(Map<String, String> before, Map<String, String> after) {
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      add("annotations." + key, before.get(key), after.get(key));
    }
  }

  private void addText(String field, String before, String after) {
    if (!before.equals(after)) {
      put(field, Quotes.cut(before, MAX_TEXT), Quotes.cut(after, MAX_TEXT));
    }
  }

  private void addCounted(String field, String entry, String before, String after) {
    if (!before.equals(after)) {
      put(field, counted(entry, before), counted(entry, after));
    }
  }

  private static String counted(String entry, String array) {
    int size = new JsonArray(array).size();
    return size + " " + entry + (size == 1 ? "" : "s");
  }

  private <T> void add(String field, @Nullable T before, @Nullable T after) {
    if (!Objects.equals(before, after)) {
      put(field, before, after);
    }
  }

  private void put(String field, @Nullable Object before, @Nullable Object after) {
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("field", field);
    if (before != null) {
      change.put("from", before);
    }
    if (after != null) {
      change.put("to", after);
    }
    changes.add(change);
  }
}
