package io.spillway.api.auth;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a client: the peer of its connection, unless that is a trusted proxy. Then
 * it is the last address in the {@linkplain ForwardedFor headers} that is not a trusted proxy. What
 * a client wrote there itself is to the left of what the proxies add, and does not count. Immutable
 * and thread-safe.
 */
public final class TrustedProxies {
  /** Trusts no proxy, so the headers are ignored. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private static final Pattern NETWORK =
      Pattern.compile("(?<address>[0-9A-Fa-f.:]+)(?:/(?<prefix>[0-9]{1,3}))?");
  private static final Pattern ZONE = Pattern.compile("%.*");

  private final List<IpSubnetFilterRule> networks;

  private TrustedProxies(List<IpSubnetFilterRule> networks) {
    this.networks = networks;
  }

  /**
   * Trusts the proxies in these networks.
   *
   * @param networks each as {@link #isNetwork} allows
   */
  public static TrustedProxies of(List<String> networks) {
    return new TrustedProxies(
        networks.stream()
            .map(
                text ->
                    ruleOf(text)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "network is '" + text + "', must be an IP address or CIDR")))
            .toList());
  }

  /**
   * Whether {@code text} is an IP address or a network in CIDR notation, such as 10.0.0.0/8. All
   * addresses, a prefix of 0, are none: every client could choose its address.
   */
  public static boolean isNetwork(String text) {
    return ruleOf(text).isPresent();
  }

  private static Optional<IpSubnetFilterRule> ruleOf(String text) {
    Matcher network = NETWORK.matcher(text);
    return network.matches()
        ? parse(network.group("address"))
            .flatMap(address -> ruleOf(address, Optional.ofNullable(network.group("prefix"))))
        : Optional.empty();
  }

  private static Optional<IpSubnetFilterRule> ruleOf(
      InetAddress address, Optional<String> givenPrefix) {
    int bits = address.getAddress().length * Byte.SIZE;
    int prefix = givenPrefix.map(Integer::parseInt).orElse(bits);
    return prefix < 1 || prefix > bits
        ? Optional.empty()
        : Optional.of(new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
  }

  /** The IP address of the client that sent {@code request}; empty if unknown. */
  public String clientOf(HttpServerRequest request) {
    return clientOf(request.remoteAddress(), request.headers());
  }

  /**
   * The same.
   *
   * @param connected the peer of the connection
   */
  String clientOf(@Nullable SocketAddress connected, MultiMap headers) {
    String peer = textOf(connected);
    if (networks.isEmpty()) {
      return peer;
    }
    return parseOfPeer(peer)
        .map(address -> clientBehind(address, ForwardedFor.in(headers)).getHostAddress())
        .orElse(peer);
  }

  /** Whether the peer of a connection is a trusted proxy. */
  public boolean trusts(@Nullable SocketAddress connected) {
    return parseOfPeer(textOf(connected)).filter(this::isTrusted).isPresent();
  }

  private static String textOf(@Nullable SocketAddress connected) {
    return connected == null ? "" : String.valueOf(connected.hostAddress());
  }

  private static Optional<InetAddress> parseOfPeer(String address) {
    return parse(ZONE.matcher(address).replaceFirst(""));
  }

  /**
   * @param hops nearest first; an empty one ends the search
   */
  private InetAddress clientBehind(InetAddress peer, Iterator<Optional<InetAddress>> hops) {
    InetAddress farthest = peer;
    while (isTrusted(farthest) && hops.hasNext()) {
      Optional<InetAddress> next = hops.next();
      if (next.isEmpty()) {
        return farthest;
      }
      farthest = next.get();
    }
    return farthest;
  }

  private boolean isTrusted(InetAddress address) {
    InetSocketAddress any = new InetSocketAddress(address, 0);
    return networks.stream().anyMatch(network -> network.matches(any));
  }

  /** Parses an IP address, without looking up a name. IPv4 in IPv6 (::ffff:…) is IPv4. */
  static Optional<InetAddress> parse(String text) {
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(text));
  }
}
