package io.spillway.api.auth;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of this installation in tokens, and lifetimes.
 *
 * @param issuer URL in the claim {@code iss} of access tokens; also an audience of client
 *     assertions
 * @param audience the claim {@code aud} of access tokens
 * @param publicHost host name by which clients reach the API, with a port unless it is the default;
 *     part of every client id
 * @param alsoKnownAs other host names by which clients reach it, without a port; audiences of
 *     client assertions
 * @param accessTokenLifetime in whole seconds, at most a day
 * @param keyRotation how long one key signs access tokens, at least an hour
 */
public record AuthSettings(
    String issuer,
    String audience,
    String publicHost,
    Set<String> alsoKnownAs,
    Duration accessTokenLifetime,
    Duration keyRotation) {
  /** Of access tokens. */
  static final Duration MAX_LIFETIME = Duration.ofDays(1);

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  public AuthSettings {
    alsoKnownAs = Set.copyOf(alsoKnownAs);
    if (!issuer.startsWith("https://") && !issuer.startsWith("http://")) {
      throw new IllegalArgumentException("issuer is '" + issuer + "', must be an http(s) URL");
    }
    if (audience.isBlank()) {
      throw new IllegalArgumentException("audience is blank, must have a visible character");
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

  /** Default settings for an installation at {@code publicHost}. */
  public static AuthSettings forHost(String publicHost) {
    String issuer = "https://" + publicHost;
    return new AuthSettings(
        issuer, issuer + "/api", publicHost, Set.of(), Duration.ofHours(1), Duration.ofDays(30));
  }
}
