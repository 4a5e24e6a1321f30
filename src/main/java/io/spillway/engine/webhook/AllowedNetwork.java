package io.spillway.engine.webhook;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A network of one's own that requests may go to.
 *
 * @param network its addresses
 * @param port the only one; 0 for any
 */
record AllowedNetwork(IpSubnetFilterRule network, int port) {
  private static final int MAX_PORT = 65_535;

  /** {@code 10.1.0.0/16}, {@code 127.0.0.1/32:9000}, {@code fd00::/8} or {@code [fd00::/8]:443}. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<v4>[0-9.]+)(?:/(?<p4>[0-9]{1,2}))?|(?<v6>[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(?<p6>[0-9]{1,3}))?"
              + "|\\[(?<b6>[0-9A-Fa-f:.]+)(?:/(?<pb>[0-9]{1,3}))?\\])(?::(?<port>[1-9][0-9]{0,4}))?");

  /** Parses a network; empty if it is none. */
  static Optional<AllowedNetwork> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String given = first(form, "v4", "v6", "b6");
    @Nullable InetAddress address = NetUtil.createInetAddressFromIpAddressString(given);
    if (address == null) {
      return Optional.empty();
    }
    int bits = address.getAddress().length * Byte.SIZE;
    String prefixText = first(form, "p4", "p6", "pb");
    int prefix = prefixText.isEmpty() ? bits : Integer.parseInt(prefixText);
    @Nullable String portText = form.group("port");
    int port = portText == null ? 0 : Integer.parseInt(portText);
    return prefix > bits || port > MAX_PORT
        ? Optional.empty()
        : Optional.of(
            new AllowedNetwork(
                new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT), port));
  }

  private static String first(Matcher form, String... groups) {
    for (String group : groups) {
      @Nullable String text = form.group(group);
      if (text != null) {
        return text;
      }
    }
    return "";
  }

  boolean contains(InetAddress address, int requested) {
    return (port == 0 || port == requested)
        && network.matches(new InetSocketAddress(address, requested));
  }
}
