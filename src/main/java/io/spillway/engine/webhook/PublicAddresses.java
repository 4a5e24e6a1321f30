package io.spillway.engine.webhook;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Which addresses are public, by the registries of special-purpose addresses of IANA (RFC 6890).
 * Forms of IPv6 that lead to an IPv4 address are not: mapped, compatible, NAT64, 6to4 and Teredo.
 */
final class PublicAddresses {
  private static final List<IpSubnetFilterRule> SPECIAL_IPV4 =
      List.of(
          network("0.0.0.0", 8),
          network("10.0.0.0", 8),
          network("100.64.0.0", 10),
          network("127.0.0.0", 8),
          network("169.254.0.0", 16),
          network("172.16.0.0", 12),
          network("192.0.0.0", 24),
          network("192.0.2.0", 24),
          network("192.88.99.0", 24),
          network("192.168.0.0", 16),
          network("198.18.0.0", 15),
          network("198.51.100.0", 24),
          network("203.0.113.0", 24),
          network("224.0.0.0", 4),
          network("240.0.0.0", 4));

  /** All global unicast addresses are in it; loopback, private and translated ones are not. */
  private static final IpSubnetFilterRule GLOBAL_IPV6 = network("2000::", 3);

  private static final List<IpSubnetFilterRule> SPECIAL_IPV6 =
      List.of(
          network("2001::", 23),
          network("2001:db8::", 32),
          network("2002::", 16),
          network("3fff::", 20));

  private PublicAddresses() {}

  private static IpSubnetFilterRule network(String address, int prefix) {
    return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.REJECT);
  }

  static boolean contain(InetAddress address) {
    InetSocketAddress any = new InetSocketAddress(address, 0);
    return address instanceof Inet4Address
        ? SPECIAL_IPV4.stream().noneMatch(network -> network.matches(any))
        : GLOBAL_IPV6.matches(any)
            && SPECIAL_IPV6.stream().noneMatch(network -> network.matches(any));
  }
}
