package io.spillway.api.http.server;

import java.time.Duration;

/**
 * Times of the HTTP server, each at least a second.
 *
 * @param request maximum time to receive a request, headers and body
 * @param idle maximum time without a request, or without progress in sending a response
 * @param heartbeat time between two comments of a stream of events
 */
public record HttpTimeouts(Duration request, Duration idle, Duration heartbeat) {
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** Proxies close a connection without traffic after a minute or so. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  public HttpTimeouts {
    require("requestTimeout", request);
    require("idleTimeout", idle);
    require("heartbeat", heartbeat);
  }

  private static void require(String name, Duration time) {
    if (time.toSeconds() < 1) {
      throw new IllegalArgumentException(name + " is " + time + ", must be at least PT1S");
    }
  }

  /** With the other times of a node. */
  public static HttpTimeouts ofRequest(Duration request) {
    return new HttpTimeouts(request, IDLE, HEARTBEAT);
  }
}
