package io.spillway.api.http.server;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where and how the server listens.
 *
 * @param host address to listen on
 * @param port 0 for a free one
 * @param tls the certificate, without which it speaks plain HTTP
 * @param corsOrigins whose pages may read answers
 * @param requestTimeout for a request to arrive, headers and body
 */
public record HttpSettings(
    String host,
    int port,
    Optional<TlsFiles> tls,
    Set<String> corsOrigins,
    Duration requestTimeout) {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", allowed is 0 to 65535");
    }
    if (requestTimeout.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "requestTimeout is " + requestTimeout + ", allowed is a second and more");
    }
    corsOrigins = Set.copyOf(corsOrigins);
  }

  /** Plain HTTP, with the usual limits. */
  public HttpSettings(String host, int port) {
    this(host, port, Optional.empty(), Set.of(), REQUEST_TIMEOUT);
  }
}
