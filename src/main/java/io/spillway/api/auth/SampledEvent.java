package io.spillway.api.auth;

import io.spillway.domain.audit.AuditEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event of which the system log has samples with counts.
 *
 * @param key events of one key are counted together
 * @param actor as in {@link AuditEvent}
 * @param message one sentence for people
 * @param details further fields in order
 */
record SampledEvent(Key key, String actor, String message, Map<String, Object> details) {
  SampledEvent {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /**
   * What is counted together.
   *
   * @param group one group has a limited number of keys
   * @param id within the group
   */
  record Key(String group, String id) {}
}
