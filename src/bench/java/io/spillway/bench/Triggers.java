package io.spillway.bench;

import java.nio.charset.StandardCharsets;

/** Triggers as whole HTTP requests. */
final class Triggers {
  /** A maximum of the breaker that no benchmark comes to. */
  static final long NEVER_REACHED = 4_294_967_295L;

  private Triggers() {}

  /** A trigger of an automation with a context of so many bytes. */
  static byte[] request(String automationId, String token, int contextBytes) {
    String body = "{\"context\":{\"context\":" + Contexts.ofBytes(contextBytes) + "}}";
    return ("POST /api/v1/automations/"
            + automationId
            + "/execute HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
