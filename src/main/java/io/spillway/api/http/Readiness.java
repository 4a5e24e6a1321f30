package io.spillway.api.http;

import java.util.Map;

/**
 * Whether a node is ready to serve requests.
 *
 * @param ready true if all checks are up
 * @param checks by name, each {@code "UP"} or the reason why it is not
 */
public record Readiness(boolean ready, Map<String, String> checks) {
  public Readiness {
    checks = Map.copyOf(checks);
  }
}
