package io.spillway.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/** The OCSF form of an {@link AuditEvent}, as nested maps in the order they are written. */
public final class OcsfEvent {
  private static final String OCSF_VERSION = "1.3.0";

  private OcsfEvent() {}

  /** {@code event} as an OCSF object; what is Spillway's own stands under {@code unmapped}. */
  public static Map<String, Object> of(AuditEvent event) {
    AuditEvent.Kind kind = event.kind();
    Map<String, Object> unmapped = new LinkedHashMap<>();
    unmapped.put("event", kind.wireName());
    if (!event.automationId().isEmpty()) {
      unmapped.put("automationId", event.automationId());
    }
    unmapped.put("actor", event.actor());
    unmapped.putAll(event.details());

    Map<String, Object> product = new LinkedHashMap<>();
    product.put("name", "Spillway");
    product.put("vendor_name", "Spillway");
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("uid", event.uid());
    metadata.put("version", OCSF_VERSION);
    metadata.put("product", product);

    Map<String, Object> ocsf = new LinkedHashMap<>();
    ocsf.put("metadata", metadata);
    ocsf.put("time", event.at().toEpochMilli());
    ocsf.put("category_uid", kind.ocsfClass().categoryUid());
    ocsf.put("class_uid", kind.ocsfClass().uid());
    ocsf.put("activity_id", kind.activityId());
    if (kind.activityId() == OcsfClass.OTHER_ACTIVITY) {
      ocsf.put("activity_name", kind.wireName());
    }
    ocsf.put("type_uid", kind.ocsfClass().typeUid(kind.activityId()));
    ocsf.put("severity_id", kind.severityId());
    ocsf.put("status_id", kind == AuditEvent.Kind.TOKEN_REFUSED ? 2 : 1);
    ocsf.put("actor", Map.of("user", Map.of("uid", event.actor())));
    ocsf.put("message", event.message());
    ocsf.put("unmapped", unmapped);
    return ocsf;
  }
}
