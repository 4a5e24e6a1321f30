package io.spillway.domain.webhook;

import io.spillway.domain.automation.Quotes;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The headers that a webhook may add to its requests. */
public final class WebhookHeaders {
  /** Maximum number of headers of a webhook. */
  public static final int MAX_COUNT = 32;

  private static final int MAX_VALUE = 4_096;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");
  private static final String OWN_PREFIX = "webhook-";

  /** Those of one connection, and those that every request has from here. */
  private static final Set<String> REFUSED =
      Set.of(
          "accept-encoding",
          "connection",
          "content-digest",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "idempotency-key",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private WebhookHeaders() {}

  /**
   * Checks names and values.
   *
   * @throws IllegalArgumentException naming the header and what is allowed, never its value
   */
  public static void check(Map<String, String> headers, WebhookFormat format) {
    if (headers.size() > MAX_COUNT) {
      throw new IllegalArgumentException(
          "headers has " + headers.size() + " members, must have at most " + MAX_COUNT);
    }
    Set<String> seen = new HashSet<>();
    headers.forEach(
        (name, value) -> {
          checkName(name, format);
          if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                "headers contains " + name + " twice, must contain each name once in any case");
          }
          checkValue(name, value);
        });
  }

  private static void checkName(String name, WebhookFormat format) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "headers contains the name "
              + Quotes.of(name)
              + ", must be 1 to 128 letters, digits and !#$%&'*+.^_`|~-");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    boolean signs = format == WebhookFormat.C1 && lower.equals("authorization");
    if (REFUSED.contains(lower) || lower.startsWith(OWN_PREFIX) || signs) {
      throw new IllegalArgumentException(
          "headers contains "
              + Quotes.of(name)
              + ", must not be a header of the connection or one that the format "
              + format
              + " sets");
    }
  }

  private static void checkValue(String name, String value) {
    if (value.length() > MAX_VALUE || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "headers."
              + name
              + " has "
              + value.length()
              + " characters, must have at most "
              + MAX_VALUE
              + ", all of them printable ASCII");
    }
  }
}
