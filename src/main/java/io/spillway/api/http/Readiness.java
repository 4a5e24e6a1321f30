package io.spillway.api.http;

import java.util.Map;

/**
 * Whether a node can do its work.
 *
 * @param ready if it can
 * @param checks what was looked at, each with {@code "UP"} or the reason why it is not
 */
public record Readiness(boolean ready, Map<String, String> checks) {
  public Readiness {
    checks = Map.copyOf(checks);
  }
}
