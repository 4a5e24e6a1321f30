package io.spillway.domain.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One entry of the system log.
 *
 * @param uid stable and unique; writing the same uid again writes nothing
 * @param kind what happened
 * @param at time of the event
 * @param actor the client that caused it, or {@code "system"}
 * @param automationId the automation concerned, or empty
 * @param message one sentence for people
 * @param details further fields in order; values are strings, longs, booleans, and lists and maps
 *     of these; not named event, automationId, actor or chain, see {@link OcsfEvent}. An entry that
 *     stands for several events has {@link #COUNT}, {@link #FIRST_AT} and {@link #LAST_AT}
 */
public record AuditEvent(
    String uid,
    Kind kind,
    Instant at,
    String actor,
    String automationId,
    String message,
    Map<String, Object> details) {
  /** How many events the entry stands for, a long. */
  public static final String COUNT = "count";

  /** The time of the first of them, in the form of {@link Instant#toString}. */
  public static final String FIRST_AT = "firstAt";

  /** The time of the last of them. */
  public static final String LAST_AT = "lastAt";

  public AuditEvent {
    Objects.requireNonNull(uid, "uid");
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** The kinds of event with their OCSF 1.x classification. */
  public enum Kind {
    AUTOMATION_CREATED(OcsfClass.ENTITY_MANAGEMENT, 1, 1),
    AUTOMATION_UPDATED(OcsfClass.ENTITY_MANAGEMENT, 3, 1),
    AUTOMATION_DELETED(OcsfClass.ENTITY_MANAGEMENT, 4, 1),
    BREAKER_TRIPPED(OcsfClass.API_ACTIVITY, OcsfClass.OTHER_ACTIVITY, 3),
    BREAKER_CLEARED(OcsfClass.API_ACTIVITY, 3, 1),
    PAUSED_RUN(OcsfClass.API_ACTIVITY, 3, 1),
    PAUSED_CANCELLED(OcsfClass.API_ACTIVITY, 3, 1),
    EXECUTION_TERMINATED(OcsfClass.API_ACTIVITY, 3, 1),
    EXECUTION_RETRIED(OcsfClass.API_ACTIVITY, 3, 1),
    CLIENT_CREATED(OcsfClass.ENTITY_MANAGEMENT, 1, 1),
    CLIENT_ROTATED(OcsfClass.ENTITY_MANAGEMENT, 3, 1),
    CLIENT_REVOKED(OcsfClass.ENTITY_MANAGEMENT, 4, 1),
    WEBHOOK_CREATED(OcsfClass.ENTITY_MANAGEMENT, 1, 1),
    WEBHOOK_UPDATED(OcsfClass.ENTITY_MANAGEMENT, 3, 1),
    WEBHOOK_DELETED(OcsfClass.ENTITY_MANAGEMENT, 4, 1),
    TOKEN_ISSUED(OcsfClass.AUTHENTICATION, 1, 1),
    TOKEN_REFUSED(OcsfClass.AUTHENTICATION, 1, 2),
    REQUEST_UNAUTHENTICATED(OcsfClass.AUTHENTICATION, 1, 2),
    REQUEST_FORBIDDEN(OcsfClass.API_ACTIVITY, OcsfClass.OTHER_ACTIVITY, 2);

    private final OcsfClass ocsfClass;
    private final int activityId;
    private final int severityId;

    Kind(OcsfClass ocsfClass, int activityId, int severityId) {
      this.ocsfClass = ocsfClass;
      this.activityId = activityId;
      this.severityId = severityId;
    }

    OcsfClass ocsfClass() {
      return ocsfClass;
    }

    int activityId() {
      return activityId;
    }

    int severityId() {
      return severityId;
    }

    /** Whether something was refused. */
    boolean isFailure() {
      return this == TOKEN_REFUSED || this == REQUEST_UNAUTHENTICATED || this == REQUEST_FORBIDDEN;
    }

    /** The name on the wire, such as {@code paused_run}. */
    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
