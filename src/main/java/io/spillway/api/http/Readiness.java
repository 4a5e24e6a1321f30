package io.spillway.api.http;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a node is ready to serve requests.
 *
 * @param ready true if all checks are up, except that of the data, which may be degraded
 * @param checks by name, in the order of the names, each {@code "UP"} or the reason why it is not
 */
public record Readiness(boolean ready, Map<String, String> checks) {
  public Readiness {
    checks = Collections.unmodifiableMap(new TreeMap<>(checks));
  }
}
