package io.spillway.http;

/**
 * Where and how the server listens.
 *
 * @param host address to listen on
 * @param port 0 for a free one
 * @param mostInFlight requests that one node works on at a time, all server instances together
 */
public record HttpSettings(String host, int port, int mostInFlight) {
  /** Requests in flight unless set otherwise. */
  public static final int DEFAULT_MOST_IN_FLIGHT = 10_000;

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", allowed is 0 to 65535");
    }
    if (mostInFlight < 1) {
      throw new IllegalArgumentException(
          "mostInFlight is " + mostInFlight + ", allowed is 1 and more");
    }
  }
}
