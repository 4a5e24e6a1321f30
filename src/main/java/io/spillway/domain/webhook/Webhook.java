package io.spillway.domain.webhook;

import io.spillway.domain.automation.Quotes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A registered destination of requests.
 *
 * @param id its id
 * @param displayName shown to users, at most 256 characters
 * @param description at most 4,096 characters
 * @param target where requests go and in which form
 * @param limits of its requests
 * @param secrets sealed
 * @param times when it was created, changed and deleted
 * @param revision rises with each change; the fence of concurrent ones
 */
public record Webhook(
    String id,
    String displayName,
    String description,
    Target target,
    Limits limits,
    Secrets secrets,
    Times times,
    long revision) {
  private static final int MAX_NAME = 256;
  private static final int MAX_DESCRIPTION = 4_096;

  public Webhook {
    if (displayName.isBlank() || displayName.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "displayName has %d characters, must have 1 to %d and not be blank"
              .formatted(displayName.length(), MAX_NAME));
    }
    if (description.length() > MAX_DESCRIPTION) {
      throw new IllegalArgumentException(
          "description has %d characters, must have at most %d"
              .formatted(description.length(), MAX_DESCRIPTION));
    }
  }

  /** Whether it is neither deleted nor unknown to those who use it. */
  public boolean isActive() {
    return times.deletedAt().isEmpty();
  }

  /**
   * Where requests go.
   *
   * @param url http or https with a host, without user and fragment, at most 2,048 characters
   * @param method POST, PUT or PATCH
   * @param format of the requests
   */
  public record Target(String url, String method, WebhookFormat format) {
    private static final int MAX_URL = 2_048;
    private static final String ALLOWED =
        "an https URL with a host, without user and fragment, of at most "
            + MAX_URL
            + " characters";

    public Target {
      require(url);
      if (!method.equals("POST") && !method.equals("PUT") && !method.equals("PATCH")) {
        throw new IllegalArgumentException(
            "method is " + Quotes.of(method) + ", must be POST, PUT or PATCH");
      }
    }

    /** The URL, parsed. */
    public URI uri() {
      return URI.create(url);
    }

    private static void require(String url) {
      if (url.length() > MAX_URL) {
        throw new IllegalArgumentException(
            "url has " + url.length() + " characters, must be " + ALLOWED);
      }
      try {
        URI uri = new URI(url);
        boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (isWeb
            && uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawFragment() == null
            && uri.getPort() <= 65_535
            && uri.getPort() != 0
            && url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
          return;
        }
      } catch (URISyntaxException e) {
        // Refused below, like what has another form.
      }
      // A user in it may have a password.
      String shown = url.indexOf('@') < 0 ? Quotes.of(url) : "not shown here";
      throw new IllegalArgumentException("url is " + shown + ", must be " + ALLOWED);
    }
  }

  /**
   * Limits of its requests.
   *
   * @param timeout of one, from the look-up of the name to the end of the answer, 1 to 120 s
   * @param callbackTimeout how long to wait for a callback, 1 s to 30 days
   * @param maxConcurrent on one node, 1 to 1,000
   * @param maxPerSecond on one node in any second, 0 to 1,000; 0 for no limit
   */
  public record Limits(
      Duration timeout, Duration callbackTimeout, int maxConcurrent, int maxPerSecond) {
    // Before the default, which is checked against it.
    private static final Duration MIN = Duration.ofSeconds(1);
    private static final int MAX_COUNT = 1_000;

    /** Of a webhook for which nothing else was said. */
    public static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(30), Duration.ofDays(8), 64, 0);

    public Limits {
      require("timeout", timeout, Duration.ofMinutes(2));
      require("callbackTimeout", callbackTimeout, Duration.ofDays(30));
      require("maxConcurrent", maxConcurrent, 1);
      require("maxPerSecond", maxPerSecond, 0);
    }

    private static void require(String field, Duration given, Duration max) {
      if (given.compareTo(MIN) < 0 || given.compareTo(max) > 0) {
        throw new IllegalArgumentException(
            "%s is %ss, must be 1s to %ds".formatted(field, given.toSeconds(), max.toSeconds()));
      }
    }

    private static void require(String field, int given, int min) {
      if (given < min || given > MAX_COUNT) {
        throw new IllegalArgumentException(
            "%s is %d, must be %d to %d".formatted(field, given, min, MAX_COUNT));
      }
    }
  }

  /**
   * What others must not learn, sealed.
   *
   * @param headers sealed values by name, in the order in which they were given
   * @param signing the sealed signing secret; empty if the format has none
   * @param formerSigning the one before, sealed; empty if there is none
   * @param formerUntil until when the former one signs too
   */
  public record Secrets(
      Map<String, String> headers,
      String signing,
      String formerSigning,
      Optional<Instant> formerUntil) {
    /** None. */
    public static final Secrets NONE = new Secrets(Map.of(), "", "", Optional.empty());

    public Secrets {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
  }

  /**
   * When what happened to it.
   *
   * @param goneAt since when its receiver says that it is gone for good (410)
   */
  public record Times(
      Instant createdAt,
      Instant updatedAt,
      Optional<Instant> deletedAt,
      Optional<Instant> goneAt) {}
}
