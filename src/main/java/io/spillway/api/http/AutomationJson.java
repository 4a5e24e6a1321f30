package io.spillway.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.api.http.json.EnumNames;
import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.engine.event.BreakerJson;
import io.spillway.engine.event.WireEnums;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes automations in the format of the API. */
final class AutomationJson {
  static final EnumNames<BreakerPeriod> PERIODS =
      new EnumNames<>(BreakerPeriod.class, WireEnums.BREAKER_PERIOD);

  static final EnumNames<RunnerSettings.Mode> RUNNER_MODES =
      new EnumNames<>(RunnerSettings.Mode.class, "");

  private AutomationJson() {}

  static Reply reply(AutomationRecord record) {
    return Reply.ok(out -> JsonText.object(out, "automation", o -> write(o, record)));
  }

  /** The members of an automation. */
  static void write(JsonGenerator out, AutomationRecord record) throws IOException {
    Automation automation = record.automation();
    Automation.Document document = automation.document();
    out.writeStringField("id", automation.id());
    out.writeStringField("displayName", automation.profile().displayName());
    out.writeStringField("description", automation.profile().description());
    out.writeStringField("appId", automation.profile().appId());
    out.writeBooleanField("enabled", automation.enabled());
    out.writeBooleanField("isDraft", automation.draft());
    JsonText.raw(out, "automationSteps", document.steps());
    JsonText.raw(out, "draftAutomationSteps", document.draftSteps());
    JsonText.raw(out, "triggers", document.triggers());
    JsonText.raw(out, "draftTriggers", document.draftTriggers());
    out.writeStringField("primaryTriggerType", TriggerTypes.primaryOf(automation));
    JsonText.object(out, "context", o -> JsonText.raw(o, "context", document.context()));
    JsonText.object(out, "annotations", o -> annotations(o, automation.annotations()));
    out.writeNumberField("circuitBreakerMax", automation.limit().max());
    out.writeStringField("circuitBreakerPeriod", PERIODS.nameOf(automation.limit().period()));
    JsonText.object(out, "runner", o -> runner(o, automation.runner()));
    if (record.breaker() instanceof BreakerState.Tripped) {
      writeTrip(out, record.breaker());
    } else {
      out.writeNullField("circuitBreaker");
    }
    JsonText.int64(out, "currentVersion", automation.version());
    JsonText.timestamp(out, "createdAt", automation.createdAt());
    JsonText.timestamp(out, "lastExecutedAt", record.lastExecutedAt());
  }

  private static void runner(JsonGenerator out, RunnerSettings runner) throws IOException {
    out.writeStringField("mode", RUNNER_MODES.nameOf(runner.mode()));
    out.writeNumberField("maxConcurrent", runner.maxConcurrent());
    out.writeNumberField("maxPerSecond", runner.maxPerSecond());
  }

  /** The member {@code circuitBreaker}, while tripped. */
  static void writeTrip(JsonGenerator out, BreakerState breaker) throws IOException {
    if (breaker instanceof BreakerState.Tripped tripped) {
      JsonText.object(out, "circuitBreaker", BreakerJson.trip(tripped.trip()));
    }
  }

  /** A page of automations. */
  static Reply page(List<AutomationRecord> rows, String nextPageToken) {
    return Reply.ok(
        out -> {
          out.writeArrayFieldStart("list");
          for (AutomationRecord row : rows) {
            out.writeStartObject();
            write(out, row);
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeStringField("nextPageToken", nextPageToken);
        });
  }

  /** A page of versions. */
  static Reply versions(
      String automationId, List<AutomationStore.Version> rows, String nextPageToken) {
    return Reply.ok(
        out -> {
          out.writeArrayFieldStart("list");
          for (AutomationStore.Version row : rows) {
            out.writeStartObject();
            version(out, automationId, row);
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeStringField("nextPageToken", nextPageToken);
        });
  }

  private static void version(
      JsonGenerator out, String automationId, AutomationStore.Version version) throws IOException {
    Instant published = version.createdAt();
    out.writeStringField("automationTemplateId", automationId);
    JsonText.int64(out, "version", version.number());
    JsonText.raw(out, "automationSteps", version.document().steps());
    JsonText.raw(out, "triggers", version.document().triggers());
    JsonText.timestamp(out, "createdAt", published);
    // A version never changes once it is published.
    JsonText.timestamp(out, "updatedAt", published);
  }

  private static void annotations(JsonGenerator out, Map<String, String> annotations)
      throws IOException {
    for (Map.Entry<String, String> annotation : annotations.entrySet()) {
      out.writeStringField(annotation.getKey(), annotation.getValue());
    }
  }
}
