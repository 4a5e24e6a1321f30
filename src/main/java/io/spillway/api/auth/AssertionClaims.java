package io.spillway.api.auth;

import io.spillway.api.auth.jose.CompactJws;
import io.spillway.api.auth.jose.Sha256;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The valid claims of a client assertion (RFC 7523, 3). Its signature is checked elsewhere.
 *
 * @param expiresAt from when it is no longer accepted
 * @param replayKey identifies the assertion and its copies
 */
record AssertionClaims(Instant expiresAt, String replayKey) {
  static final Duration MAX_LIFETIME = Duration.ofMinutes(10);

  /** How far a client's clock may be ahead. */
  static final Duration SKEW = Duration.ofSeconds(30);

  /**
   * Checks the claims.
   *
   * @param audiences names of this server, in lower case
   * @throws TokenRequestException that names the invalid claim
   */
  static AssertionClaims check(
      CompactJws jws, String clientId, Set<String> audiences, Instant now) {
    JsonObject claims = jws.claims();
    if (!clientId.equals(claims.getValue("iss")) || !clientId.equals(claims.getValue("sub"))) {
      throw TokenRequestException.invalidAssertion(
          "claims iss and sub of client_assertion must both be the client_id");
    }
    if (!addressedTo(audiences, claims.getValue("aud"))) {
      throw TokenRequestException.invalidAssertion(
          "claim aud of client_assertion names another server, must be only the host name of the"
              + " token endpoint without port, its URL, or the issuer");
    }
    Instant expiresAt = expiry(claims, now);
    refuseFuture(claims, "nbf", now);
    refuseFuture(claims, "iat", now);
    return new AssertionClaims(expiresAt, replayKey(jws, clientId));
  }

  private static boolean addressedTo(Set<String> audiences, Object aud) {
    if (aud instanceof JsonArray several) {
      // Another server in the audience could use the assertion here.
      return !several.isEmpty()
          && several.stream().allMatch(one -> one instanceof String name && names(audiences, name));
    }
    return aud instanceof String name && names(audiences, name);
  }

  private static boolean names(Set<String> audiences, String name) {
    return audiences.contains(name.toLowerCase(Locale.ROOT));
  }

  private static Instant expiry(JsonObject claims, Instant now) {
    double seconds =
        date(claims, "exp")
            .orElseThrow(
                () ->
                    TokenRequestException.invalidAssertion(
                        "claim exp of client_assertion is missing"));
    if (seconds <= seconds(now)) {
      throw TokenRequestException.invalidAssertion("client_assertion has expired (exp)");
    }
    if (seconds > seconds(now.plus(MAX_LIFETIME))) {
      throw TokenRequestException.invalidAssertion(
          "claim exp of client_assertion is too far in the future, must be at most %d seconds from now"
              .formatted(MAX_LIFETIME.toSeconds()));
    }
    return Instant.ofEpochMilli((long) Math.ceil(seconds * 1000));
  }

  private static void refuseFuture(JsonObject claims, String name, Instant now) {
    OptionalDouble seconds = date(claims, name);
    if (seconds.isPresent() && seconds.getAsDouble() > seconds(now.plus(SKEW))) {
      throw TokenRequestException.invalidAssertion(
          "claim %s of client_assertion is in the future; check the client's clock"
              .formatted(name));
    }
  }

  /** A NumericDate; a double, since it may be beyond any Instant. */
  private static OptionalDouble date(JsonObject claims, String name) {
    if (!claims.containsKey(name)) {
      return OptionalDouble.empty();
    }
    if (claims.getValue(name) instanceof Number seconds) {
      return OptionalDouble.of(seconds.doubleValue());
    }
    throw TokenRequestException.invalidAssertion(
        "claim %s of client_assertion must be a number of seconds".formatted(name));
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  private static String replayKey(CompactJws jws, String clientId) {
    // Without nonce and jti, the signing input identifies the assertion: the encoding of the
    // signature is not signed, so another encoding would change a hash over the whole.
    String once =
        text(jws.header(), "nonce")
            .map(nonce -> "nonce\n" + nonce)
            .or(() -> text(jws.claims(), "jti").map(jti -> "jti\n" + jti))
            .orElseGet(() -> "assertion\n" + jws.signingInput());
    return Sha256.base64Url((clientId + "\n" + once).getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> text(JsonObject json, String name) {
    Object value = json.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isEmpty()) {
      return Optional.of(text);
    }
    throw TokenRequestException.invalidAssertion(
        "%s of client_assertion must be a non-empty string".formatted(name));
  }
}
