package io.spillway.api.http.server;

import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Settings of the HTTP server.
 *
 * @param host address to listen on
 * @param port 0 for a free one
 * @param tls the certificate; empty for plain HTTP
 * @param corsOrigins allowed origins of cross-origin requests
 * @param timeouts of requests and connections
 * @param proxyProtocol whose connections are accepted, each of which begins with the PROXY
 *     protocol; empty if none does
 */
public record HttpSettings(
    String host,
    int port,
    Optional<TlsFiles> tls,
    Set<String> corsOrigins,
    HttpTimeouts timeouts,
    Optional<Predicate<SocketAddress>> proxyProtocol) {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", must be 0 to 65535");
    }
    corsOrigins = Set.copyOf(corsOrigins);
  }

  /** Without the PROXY protocol. */
  public HttpSettings(
      String host,
      int port,
      Optional<TlsFiles> tls,
      Set<String> corsOrigins,
      HttpTimeouts timeouts) {
    this(host, port, tls, corsOrigins, timeouts, Optional.empty());
  }

  /**
   * With the other times of a node.
   *
   * @param requestTimeout maximum time to receive a request, headers and body
   */
  public HttpSettings(
      String host,
      int port,
      Optional<TlsFiles> tls,
      Set<String> corsOrigins,
      Duration requestTimeout) {
    this(host, port, tls, corsOrigins, HttpTimeouts.ofRequest(requestTimeout));
  }

  /** Plain HTTP with default limits. */
  public HttpSettings(String host, int port) {
    this(host, port, Optional.empty(), Set.of(), REQUEST_TIMEOUT);
  }
}
