package io.spillway.engine.webhook;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where requests may go: to public addresses by HTTPS on port 443, and to the networks that are
 * allowed, there by plain HTTP as well. Immutable.
 */
public final class EgressPolicy {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final List<AllowedNetwork> allowed;

  private EgressPolicy(List<AllowedNetwork> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /**
   * A policy that allows these networks beside public addresses.
   *
   * @param networks each as {@link #isNetwork} accepts
   */
  public static EgressPolicy of(List<String> networks) {
    return new EgressPolicy(
        networks.stream()
            .map(
                text ->
                    AllowedNetwork.parse(text)
                        .orElseThrow(
                            () -> new IllegalArgumentException("network is '" + text + "'")))
            .toList());
  }

  /** Whether this is a network with an optional port, such as {@code 127.0.0.1/32:9000}. */
  public static boolean isNetwork(String text) {
    return AllowedNetwork.parse(text).isPresent();
  }

  /** The port of a URL. */
  static int portOf(URI url) {
    return url.getPort() >= 0 ? url.getPort() : isHttps(url) ? HTTPS : HTTP;
  }

  static boolean isHttps(URI url) {
    return "https".equals(url.getScheme());
  }

  /** The host of a URL, an IPv6 address without brackets. */
  static String hostOf(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Whether this address is in a network of one's own. */
  boolean isAllowedNetwork(InetAddress address, int port) {
    return allowed.stream().anyMatch(network -> network.contains(address, port));
  }

  /** Why no request may go from a URL to this address; empty if it may. */
  Optional<String> refusal(URI url, InetAddress address) {
    int port = portOf(url);
    if (isAllowedNetwork(address, port)) {
      return Optional.empty();
    }
    if (!PublicAddresses.contain(address)) {
      return Optional.of("leads to an address that is not public and not in --egress-allow");
    }
    if (!isHttps(url)) {
      return Optional.of("is plain HTTP to an address that is not in --egress-allow");
    }
    return port == HTTPS
        ? Optional.empty()
        : Optional.of("has port " + port + ", which is not in --egress-allow for its address");
  }

  /**
   * Checks what can be said of a URL without looking up its name; the rest is checked at each
   * request.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  public void check(URI url) {
    String host = hostOf(url);
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
      boolean isMapped = address instanceof Inet4Address && host.indexOf(':') >= 0;
      Optional<String> refusal =
          isMapped ? Optional.of("is an IPv4 address in the form of IPv6") : refusal(url, address);
      refusal.ifPresent(
          why -> {
            throw refused(why);
          });
    } else if (allowed.isEmpty()) {
      if (!isHttps(url)) {
        throw refused("is plain HTTP");
      }
      if (portOf(url) != HTTPS) {
        throw refused("has port " + portOf(url));
      }
    }
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "url "
            + why
            + ", must be HTTPS on port 443 of a public address, or lead to a network in"
            + " --egress-allow");
  }
}
