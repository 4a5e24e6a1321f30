package io.spillway.api.auth;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The accepted audiences of client assertions, from the settings alone: the host names of the token
 * endpoint without port (sent by the C1 SDKs), its URLs, and the issuer. The header Host does not
 * count: whoever has got hold of an assertion for another server would send that server's name.
 */
final class Audiences {
  private static final int NO_PORT = -1;

  private final Set<String> names = new HashSet<>();

  Audiences(AuthSettings settings) {
    names.add(settings.issuer().toLowerCase(Locale.ROOT));
    String issuerUrl = settings.issuer().replaceFirst("/+$", "") + TokenEndpoint.PATH;
    names.add(issuerUrl.toLowerCase(Locale.ROOT));
    HostAndPort publicHost = HostAndPort.parseAuthority(settings.publicHost(), NO_PORT);
    add(publicHost.host(), publicHost.port());
    int port = URI.create(settings.issuer()).getPort();
    settings.alsoKnownAs().forEach(host -> add(host.contains(":") ? "[" + host + "]" : host, port));
  }

  /** The accepted audiences, in lower case. */
  Set<String> names() {
    return Set.copyOf(names);
  }

  private void add(String name, int port) {
    String host = name.toLowerCase(Locale.ROOT);
    names.add(host);
    if (host.startsWith("[")) {
      // An IPv6 address; Go clients strip the brackets together with the port.
      names.add(host.substring(1, host.length() - 1));
    }
    String suffix = (port > 0 ? ":" + port : "") + TokenEndpoint.PATH;
    names.add("https://" + host + suffix);
    names.add("http://" + host + suffix);
  }
}
