package io.spillway.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OcsfEventTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");

  private static AuditEvent event(AuditEvent.Kind kind) {
    return new AuditEvent("u1", kind, AT, "client-1", "a1", "It happened.", Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    // kind, name, category, class, activity, type, severity, status
    "AUTOMATION_CREATED,automation_created,3,3004,1,300401,1,1",
    "AUTOMATION_UPDATED,automation_updated,3,3004,3,300403,1,1",
    "AUTOMATION_DELETED,automation_deleted,3,3004,4,300404,1,1",
    "BREAKER_TRIPPED,breaker_tripped,6,6003,99,600399,3,1",
    "BREAKER_CLEARED,breaker_cleared,6,6003,3,600303,1,1",
    "PAUSED_RUN,paused_run,6,6003,3,600303,1,1",
    "PAUSED_CANCELLED,paused_cancelled,6,6003,3,600303,1,1",
    "EXECUTION_TERMINATED,execution_terminated,6,6003,3,600303,1,1",
    "EXECUTION_RETRIED,execution_retried,6,6003,3,600303,1,1",
    "CLIENT_CREATED,client_created,3,3004,1,300401,1,1",
    "CLIENT_ROTATED,client_rotated,3,3004,3,300403,1,1",
    "CLIENT_REVOKED,client_revoked,3,3004,4,300404,1,1",
    "WEBHOOK_CREATED,webhook_created,3,3004,1,300401,1,1",
    "WEBHOOK_UPDATED,webhook_updated,3,3004,3,300403,1,1",
    "WEBHOOK_DELETED,webhook_deleted,3,3004,4,300404,1,1",
    "TOKEN_ISSUED,token_issued,3,3002,1,300201,1,1",
    "TOKEN_REFUSED,token_refused,3,3002,1,300201,2,2",
    "REQUEST_UNAUTHENTICATED,request_unauthenticated,3,3002,1,300201,2,2",
    "REQUEST_FORBIDDEN,request_forbidden,6,6003,99,600399,2,2"
  })
  void eachKindHasItsPlaceInOcsf(
      AuditEvent.Kind kind,
      String name,
      int category,
      int eventClass,
      int activity,
      int type,
      int severity,
      int status) {
    assertThat(kind.wireName()).isEqualTo(name);
    assertThat(OcsfEvent.of(event(kind)))
        .containsEntry("category_uid", category)
        .containsEntry("class_uid", eventClass)
        .containsEntry("activity_id", activity)
        .containsEntry("type_uid", type)
        .containsEntry("severity_id", severity)
        .containsEntry("status_id", status)
        .extractingByKey("unmapped")
        .isEqualTo(Map.of("event", name, "automationId", "a1", "actor", "client-1"));
  }

  @Test
  void everyKindIsTested() {
    assertThat(AuditEvent.Kind.values()).hasSize(19);
  }

  @Test
  void everyApiActivityNamesItsOperation() {
    Map<AuditEvent.Kind, Object> operations = new EnumMap<>(AuditEvent.Kind.class);
    for (AuditEvent.Kind kind : AuditEvent.Kind.values()) {
      if (OcsfEvent.of(event(kind)).get("api") instanceof Map<?, ?> api) {
        operations.put(kind, api.get("operation"));
      }
    }

    assertThat(operations)
        .containsOnly(
            Map.entry(AuditEvent.Kind.BREAKER_TRIPPED, "executeAutomation"),
            Map.entry(AuditEvent.Kind.BREAKER_CLEARED, "clearCircuitBreaker"),
            Map.entry(AuditEvent.Kind.PAUSED_RUN, "resolvePausedExecutions"),
            Map.entry(AuditEvent.Kind.PAUSED_CANCELLED, "resolvePausedExecutions"),
            Map.entry(AuditEvent.Kind.EXECUTION_TERMINATED, "terminateAutomationExecution"),
            Map.entry(AuditEvent.Kind.EXECUTION_RETRIED, "retryAutomationExecution"),
            Map.entry(AuditEvent.Kind.REQUEST_FORBIDDEN, "unknown"));
  }

  @Test
  void aForbiddenRequestNamesItsOperationAndNoResource() {
    Map<String, Object> ocsf =
        OcsfEvent.of(
            new AuditEvent(
                "u1",
                AuditEvent.Kind.REQUEST_FORBIDDEN,
                AT,
                "c",
                "",
                "m",
                Map.of("operation", "createAutomation")));

    assertThat(ocsf).doesNotContainKey("resources");
    assertThat(ocsf.get("api")).asString().contains("operation=createAutomation");
  }

  @Test
  void anEventThatStandsForSeveralHasTheirCountAndTimes() {
    Map<String, Object> details =
        Map.of(
            "count", 7L, "firstAt", "2026-03-01T10:00:00Z", "lastAt", "2026-03-01T10:00:30.500Z");

    assertThat(OcsfEvent.of(refused(details)))
        .containsEntry("count", 7L)
        .containsEntry("start_time", Instant.parse("2026-03-01T10:00:00Z").toEpochMilli())
        .containsEntry("end_time", Instant.parse("2026-03-01T10:00:30.500Z").toEpochMilli())
        .extractingByKey("unmapped")
        .asString()
        .contains("count=7", "firstAt=2026-03-01T10:00:00Z");
  }

  @Test
  void timesThatSomebodyChangedAreLeftOut() {
    assertThat(OcsfEvent.of(refused(Map.of("count", 7L, "firstAt", "yesterday"))))
        .containsEntry("count", 7L)
        .doesNotContainKeys("start_time", "end_time");
    assertThat(OcsfEvent.of(refused(Map.of("count", "many")))).doesNotContainKey("count");
  }

  private static AuditEvent refused(Map<String, Object> details) {
    return new AuditEvent("u1", AuditEvent.Kind.TOKEN_REFUSED, AT, "c", "", "m", details);
  }

  @Test
  void theFieldsStandInOneOrder() {
    Map<String, Object> ocsf = OcsfEvent.of(event(AuditEvent.Kind.PAUSED_RUN));

    assertThat(ocsf.keySet())
        .containsExactly(
            "metadata",
            "time",
            "category_uid",
            "class_uid",
            "activity_id",
            "type_uid",
            "severity_id",
            "status_id",
            "actor",
            "src_endpoint",
            "api",
            "resources",
            "message",
            "unmapped");
    assertThat(ocsf.get("metadata"))
        .hasToString("{uid=u1, version=1.3.0, product={name=Spillway, vendor_name=Spillway}}");
  }

  @Test
  void whatNoMappingCoversIsNamed() {
    assertThat(OcsfEvent.of(event(AuditEvent.Kind.BREAKER_TRIPPED)))
        .containsEntry("activity_name", "breaker_tripped");
    assertThat(
            Stream.of(AuditEvent.Kind.values())
                .filter(kind -> OcsfEvent.of(event(kind)).containsKey("activity_name")))
        .containsExactly(AuditEvent.Kind.BREAKER_TRIPPED, AuditEvent.Kind.REQUEST_FORBIDDEN);
  }

  @Test
  void theTimeIsInMillisecondsAndActorAndMessageAreTheEvents() {
    assertThat(OcsfEvent.of(event(AuditEvent.Kind.PAUSED_RUN)))
        .containsEntry("time", AT.toEpochMilli())
        .containsEntry("actor", Map.of("user", Map.of("uid", "client-1")))
        .containsEntry("message", "It happened.");
  }

  @Test
  void detailsFollowEventAutomationAndActorUnderUnmapped() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("resolutionId", "r1");
    details.put("pausedCount", 7L);
    details.put("failures", List.of(Map.of("executionId", "12", "cause", "no disk")));

    Object unmapped =
        OcsfEvent.of(
                new AuditEvent(
                    "u1", AuditEvent.Kind.PAUSED_RUN, AT, "client-1", "a1", "m", details))
            .get("unmapped");

    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("event", "paused_run");
    expected.put("automationId", "a1");
    expected.put("actor", "client-1");
    expected.putAll(details);
    assertThat(unmapped).isEqualTo(expected).hasToString(expected.toString());
  }

  @Test
  void anEventWithoutAutomationNamesNone() {
    AuditEvent event =
        new AuditEvent("u1", AuditEvent.Kind.TOKEN_REFUSED, AT, "c", "", "m", Map.of());

    assertThat(OcsfEvent.of(event))
        .extractingByKey("unmapped")
        .isEqualTo(Map.of("event", "token_refused", "actor", "c"));
  }

  @Test
  void laterChangesOfTheDetailsGivenDoNotReachAnEventNorCanItsOwnBeChanged() {
    Map<String, Object> given = new LinkedHashMap<>(Map.of("pausedCount", 7L));
    AuditEvent event = new AuditEvent("u1", AuditEvent.Kind.PAUSED_RUN, AT, "c", "a1", "m", given);

    given.put("pausedCount", 8L);

    assertThat(event.details()).containsExactly(Map.entry("pausedCount", 7L)).isUnmodifiable();
  }
}
