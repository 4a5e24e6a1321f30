package io.spillway.api.auth;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The accepted audiences of client assertions: the host name of the token endpoint without port
 * (sent by the C1 SDKs), its URL, and the issuer.
 *
 * <p>The host is the configured one or that of the Host header, which the client sets: its key is
 * used with this server only, so its assertions are meant for this server under any name.
 */
final class Audiences {
  private static final int NO_PORT = -1;

  private final Set<String> configured = new HashSet<>();

  Audiences(AuthSettings settings) {
    configured.add(settings.issuer().toLowerCase(Locale.ROOT));
    String issuerUrl = settings.issuer().replaceFirst("/+$", "") + TokenEndpoint.PATH;
    configured.add(issuerUrl.toLowerCase(Locale.ROOT));
    add(configured, HostAndPort.parseAuthority(settings.publicHost(), NO_PORT));
  }

  /** The accepted audiences for {@code request}, in lower case. */
  Set<String> of(HttpServerRequest request) {
    HostAndPort asked = request.authority();
    if (asked == null) {
      return configured;
    }
    Set<String> names = new HashSet<>(configured);
    add(names, asked);
    return names;
  }

  private static void add(Set<String> names, HostAndPort authority) {
    String host = authority.host().toLowerCase(Locale.ROOT);
    names.add(host);
    if (host.startsWith("[")) {
      // An IPv6 address; Go clients strip the brackets together with the port.
      names.add(host.substring(1, host.length() - 1));
    }
    String port = authority.port() > 0 ? ":" + authority.port() : "";
    names.add("https://" + host + port + TokenEndpoint.PATH);
    names.add("http://" + host + port + TokenEndpoint.PATH);
  }
}
