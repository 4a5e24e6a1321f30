package io.spillway.domain.audit;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts an {@link AuditEvent} to OCSF, as nested maps in the order in which they are written.
 * All fields that OCSF requires of the event class are present.
 */
public final class OcsfEvent {
  /** The member of {@code unmapped} for the event's place in the chain. */
  public static final String CHAIN = "chain";

  private static final String OCSF_VERSION = "1.3.0";
  private static final String PRODUCT = "Spillway";
  private static final String API_VERSION = "v1";
  private static final int SUCCESS = 1;
  private static final int FAILURE = 2;

  private OcsfEvent() {}

  /** {@code event} as an OCSF object; fields outside OCSF are under {@code unmapped}. */
  public static Map<String, Object> of(AuditEvent event) {
    return of(event, unmapped(event));
  }

  /**
   * {@code event} as it is exported: with its number in the log, what ties it to the event before,
   * and its checkpoint, in {@code unmapped.chain}.
   *
   * @param link empty if it is older than the chain
   * @param checkpoint a JWS
   */
  public static Map<String, Object> exported(
      AuditEvent event, long number, Optional<ChainLink> link, Optional<String> checkpoint) {
    Map<String, Object> chain = new LinkedHashMap<>();
    chain.put("number", number);
    link.ifPresent(
        tie -> {
          chain.put("previousHash", tie.previousHash());
          chain.put("hash", tie.hash());
        });
    checkpoint.ifPresent(jws -> chain.put("checkpoint", jws));
    Map<String, Object> unmapped = unmapped(event);
    unmapped.put(CHAIN, chain);
    return of(event, unmapped);
  }

  private static Map<String, Object> of(AuditEvent event, Map<String, Object> unmapped) {
    AuditEvent.Kind kind = event.kind();
    Map<String, Object> ocsf = new LinkedHashMap<>();
    ocsf.put("metadata", metadata(event));
    ocsf.put("time", event.at().toEpochMilli());
    putSum(ocsf, event.details());
    ocsf.put("category_uid", kind.ocsfClass().categoryUid());
    ocsf.put("class_uid", kind.ocsfClass().uid());
    ocsf.put("activity_id", kind.activityId());
    if (kind.activityId() == OcsfClass.OTHER_ACTIVITY) {
      ocsf.put("activity_name", kind.wireName());
    }
    ocsf.put("type_uid", kind.ocsfClass().typeUid(kind.activityId()));
    ocsf.put("severity_id", kind.severityId());
    ocsf.put("status_id", kind.isFailure() ? FAILURE : SUCCESS);
    ocsf.put("actor", Map.of("user", user(event)));
    ocsf.put("src_endpoint", sourceOf(event));
    ocsf.putAll(classFields(event));
    ocsf.put("message", event.message());
    ocsf.put("unmapped", unmapped);
    return ocsf;
  }

  /** The fields of OCSF for an event that stands for several. */
  private static void putSum(Map<String, Object> ocsf, Map<String, Object> details) {
    if (details.get(AuditEvent.COUNT) instanceof Number count) {
      ocsf.put("count", count);
      millis(details.get(AuditEvent.FIRST_AT)).ifPresent(at -> ocsf.put("start_time", at));
      millis(details.get(AuditEvent.LAST_AT)).ifPresent(at -> ocsf.put("end_time", at));
    }
  }

  /** Epoch milliseconds; empty in a log that somebody changed, whose verification reads it too. */
  private static Optional<Long> millis(@Nullable Object time) {
    try {
      return Optional.of(Instant.parse(String.valueOf(time)).toEpochMilli());
    } catch (DateTimeParseException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> metadata(AuditEvent event) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("uid", event.uid());
    metadata.put("version", OCSF_VERSION);
    metadata.put("product", fields("name", PRODUCT, "vendor_name", PRODUCT));
    return metadata;
  }

  private static Map<String, Object> user(AuditEvent event) {
    // A refused request may name no client.
    return Map.of("uid", event.actor().isEmpty() ? "unknown" : event.actor());
  }

  /** The source of the request: its address if known, otherwise the actor. */
  private static Map<String, Object> sourceOf(AuditEvent event) {
    return event.details().get("remoteAddress") instanceof String address && !address.isEmpty()
        ? Map.of("ip", address)
        : Map.of("svc_name", event.actor().isEmpty() ? "unknown" : event.actor());
  }

  /** The fields that OCSF requires of the event class. */
  private static Map<String, Object> classFields(AuditEvent event) {
    return switch (event.kind().ocsfClass()) {
      case API_ACTIVITY -> apiActivity(event);
      case ENTITY_MANAGEMENT -> Map.of("entity", entity(event));
      case AUTHENTICATION -> fields("user", user(event), "service", Map.of("name", PRODUCT));
    };
  }

  private static Map<String, Object> apiActivity(AuditEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("api", api(event));
    if (!event.automationId().isEmpty()) {
      fields.put("resources", resources(event));
    }
    return fields;
  }

  private static Map<String, Object> fields(
      String first, Object firstValue, String second, Object secondValue) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(first, firstValue);
    fields.put(second, secondValue);
    return fields;
  }

  private static Map<String, Object> api(AuditEvent event) {
    Map<String, Object> api = new LinkedHashMap<>();
    api.put("operation", operationOf(event));
    api.put("version", API_VERSION);
    api.put("service", Map.of("name", PRODUCT));
    return api;
  }

  /** The operationId in the OpenAPI document of the operation that caused the event. */
  private static String operationOf(AuditEvent event) {
    return switch (event.kind()) {
      case BREAKER_TRIPPED -> "executeAutomation";
      case BREAKER_CLEARED -> "clearCircuitBreaker";
      case PAUSED_RUN, PAUSED_CANCELLED -> "resolvePausedExecutions";
      case EXECUTION_TERMINATED -> "terminateAutomationExecution";
      case EXECUTION_RETRIED -> "retryAutomationExecution";
      case REQUEST_FORBIDDEN ->
          String.valueOf(event.details().getOrDefault("operation", "unknown"));
      case AUTOMATION_CREATED,
          AUTOMATION_UPDATED,
          AUTOMATION_DELETED,
          CLIENT_CREATED,
          CLIENT_ROTATED,
          CLIENT_REVOKED,
          WEBHOOK_CREATED,
          WEBHOOK_UPDATED,
          WEBHOOK_DELETED,
          TOKEN_ISSUED,
          TOKEN_REFUSED,
          REQUEST_UNAUTHENTICATED ->
          throw new IllegalStateException(event.kind() + " is not an API activity");
    };
  }

  private static List<Object> resources(AuditEvent event) {
    List<Object> resources = new ArrayList<>();
    resources.add(resource("automation", event.automationId()));
    if (event.details().get("executionId") instanceof String executionId) {
      resources.add(resource("execution", executionId));
    }
    return resources;
  }

  private static Map<String, Object> entity(AuditEvent event) {
    if (event.details().get("webhookId") instanceof String webhookId) {
      return resource("webhook", webhookId);
    }
    return event.automationId().isEmpty()
        ? resource("client", String.valueOf(event.details().getOrDefault("clientId", "unknown")))
        : resource("automation", event.automationId());
  }

  private static Map<String, Object> resource(String type, String uid) {
    return fields("uid", uid, "type", type);
  }

  private static Map<String, Object> unmapped(AuditEvent event) {
    Map<String, Object> unmapped = new LinkedHashMap<>();
    unmapped.put("event", event.kind().wireName());
    if (!event.automationId().isEmpty()) {
      unmapped.put("automationId", event.automationId());
    }
    unmapped.put("actor", event.actor());
    unmapped.putAll(event.details());
    return unmapped;
  }
}
