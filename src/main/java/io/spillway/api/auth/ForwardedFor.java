package io.spillway.api.auth;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses that proxies received a request from: those in {@code X-Forwarded-For}, or, if
 * there is no such header, the parameters {@code for} in {@code Forwarded} (RFC 7239). Each proxy
 * adds one at the end.
 */
final class ForwardedFor {
  private static final String X_FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED = "Forwarded";

  /** An IP address with an optional port, which an IPv6 address in brackets may have too. */
  private static final Pattern NODE =
      Pattern.compile(
          "(?:(?<v4>[0-9.]+)|\\[(?<v6>[0-9A-Fa-f:.]+)\\])(?::[0-9]{1,5})?"
              + "|(?<bare>[0-9A-Fa-f:.]+)");

  /**
   * Not every quoted string: a comma always ends an element, so that an open quote of a client does
   * not hide what a proxy adds behind it.
   */
  private static final Pattern PARAMETER =
      Pattern.compile("(?<name>[\\w-]+)=(?:\"(?<quoted>[^\"\\\\]*)\"|(?<plain>[^\"\\\\\\s]*))");

  private ForwardedFor() {}

  /** The addresses, nearest first; empty for what is no address. */
  static Iterator<Optional<InetAddress>> in(MultiMap headers) {
    return headers.contains(X_FORWARDED_FOR)
        ? hops(headers.getAll(X_FORWARDED_FOR), ForwardedFor::addressOf)
        : hops(
            headers.getAll(FORWARDED),
            element -> parameterFor(element).flatMap(ForwardedFor::addressOf));
  }

  private static Iterator<Optional<InetAddress>> hops(
      List<String> lines, Function<String, Optional<InetAddress>> read) {
    if (lines.isEmpty()) {
      return Collections.emptyIterator();
    }
    List<String> elements = Arrays.asList(String.join(",", lines).split(",", -1));
    Collections.reverse(elements);
    return elements.stream().map(String::strip).map(read).iterator();
  }

  private static Optional<InetAddress> addressOf(String node) {
    Matcher parts = NODE.matcher(node);
    if (!parts.matches()) {
      return Optional.empty();
    }
    for (String form : List.of("v4", "v6", "bare")) {
      String address = parts.group(form);
      if (address != null) {
        return TrustedProxies.parse(address);
      }
    }
    return Optional.empty();
  }

  /** The parameter {@code for} of an element; empty unless it is given once. */
  private static Optional<String> parameterFor(String element) {
    Optional<String> found = Optional.empty();
    for (String part : element.split(";", -1)) {
      Matcher parameter = PARAMETER.matcher(part.strip());
      if (!parameter.matches()) {
        return Optional.empty();
      }
      if (parameter.group("name").equalsIgnoreCase("for")) {
        if (found.isPresent()) {
          return Optional.empty();
        }
        String quoted = parameter.group("quoted");
        found = Optional.of(quoted == null ? parameter.group("plain") : quoted);
      }
    }
    return found;
  }
}
