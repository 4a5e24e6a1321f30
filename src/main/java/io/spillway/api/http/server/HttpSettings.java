package io.spillway.api.http.server;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the HTTP server.
 *
 * @param host address to listen on
 * @param port 0 for a free one
 * @param tls the certificate; empty for plain HTTP
 * @param corsOrigins allowed origins of cross-origin requests
 * @param requestTimeout maximum time to receive a request, headers and body
 * @param idleTimeout maximum time without a request, or without progress in sending a response
 */
public record HttpSettings(
    String host,
    int port,
    Optional<TlsFiles> tls,
    Set<String> corsOrigins,
    Duration requestTimeout,
    Duration idleTimeout) {
  /** The idle timeout of a node. */
  public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", must be 0 to 65535");
    }
    if (requestTimeout.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "requestTimeout is " + requestTimeout + ", must be at least PT1S");
    }
    if (idleTimeout.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "idleTimeout is " + idleTimeout + ", must be at least PT1S");
    }
    corsOrigins = Set.copyOf(corsOrigins);
  }

  /** Plain HTTP with default limits. */
  public HttpSettings(String host, int port) {
    this(host, port, Optional.empty(), Set.of(), REQUEST_TIMEOUT, IDLE_TIMEOUT);
  }
}
