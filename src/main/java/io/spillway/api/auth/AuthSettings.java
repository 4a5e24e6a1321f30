package io.spillway.api.auth;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How this installation names itself in tokens.
 *
 * @param issuer URL that stands as {@code iss} in access tokens; client assertions may be addressed
 *     to it
 * @param audience stands as {@code aud} in access tokens
 * @param publicHost host name by which clients reach the API, with a port if it is not the usual
 *     one; part of every client id
 * @param accessTokenLifetime how long an access token is good, in whole seconds, at most a day
 * @param keyRotation how long one key signs access tokens, at least an hour
 */
public record AuthSettings(
    String issuer,
    String audience,
    String publicHost,
    Duration accessTokenLifetime,
    Duration keyRotation) {
  /** The longest that an access token can be good. */
  static final Duration MAX_LIFETIME = Duration.ofDays(1);

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  public AuthSettings {
    if (!issuer.startsWith("https://") && !issuer.startsWith("http://")) {
      throw new IllegalArgumentException("issuer is '" + issuer + "', must be an http(s) URL");
    }
    if (audience.isBlank()) {
      throw new IllegalArgumentException("audience is blank");
    }
    if (!HOST.matcher(publicHost).matches()) {
      throw new IllegalArgumentException(
          "publicHost is '" + publicHost + "', must be a host name, with or without a port");
    }
    if (accessTokenLifetime.toSeconds() < 1 || accessTokenLifetime.compareTo(MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "accessTokenLifetime is " + accessTokenLifetime + ", must be from PT1S to PT24H");
    }
    if (keyRotation.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "keyRotation is " + keyRotation + ", must be at least PT1H");
    }
  }

  /** The usual settings for an installation that is reached as {@code publicHost}. */
  public static AuthSettings forHost(String publicHost) {
    String issuer = "https://" + publicHost;
    return new AuthSettings(
        issuer, issuer + "/api", publicHost, Duration.ofHours(1), Duration.ofDays(30));
  }
}
