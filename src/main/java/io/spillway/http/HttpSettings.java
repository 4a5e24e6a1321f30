package io.spillway.http;

/**
 * Where and how the server listens.
 *
 * @param host address to listen on
 * @param port 0 for a free one
 */
public record HttpSettings(String host, int port) {
  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", allowed is 0 to 65535");
    }
  }
}
