package io.spillway.api.auth;

import io.spillway.api.auth.jose.PrintableAscii;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Refusal of a token request: the error of RFC 6749, 5.2, and the reason for the system log.
 * Without a stack trace, since it is no fault.
 */
final class TokenRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int MAX_DESCRIPTION = 300;
  private static final int RETRY_AFTER_OUTAGE_SECONDS = 5;

  private final int status;
  private final String error;
  private final String auditReason;
  private final int retryAfterSeconds;

  private TokenRequestException(
      int status, String error, String description, String auditReason, int retryAfterSeconds) {
    super(PrintableAscii.of(description, MAX_DESCRIPTION), null, false, false);
    this.status = status;
    this.error = error;
    this.auditReason = auditReason;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The request is malformed. */
  static TokenRequestException invalidRequest(String description) {
    return new TokenRequestException(400, "invalid_request", description, "", 0);
  }

  /**
   * The body cannot be read.
   *
   * @param status 4xx
   */
  static TokenRequestException unreadableBody(int status) {
    return new TokenRequestException(
        status,
        "invalid_request",
        "the body cannot be read as a form, must be percent-encoded, at most 32 KiB, with at most"
            + " 256 parameters of at most 8 KiB each",
        "",
        0);
  }

  /** Credentials are in a part of the request that is not accepted. */
  static TokenRequestException misplacedCredentials(String description) {
    return new TokenRequestException(400, "invalid_request", description, description, 0);
  }

  static TokenRequestException unsupportedGrant(String given, String allowed) {
    return new TokenRequestException(
        400,
        "unsupported_grant_type",
        "grant_type is " + PrintableAscii.of(given, 64) + ", must be " + allowed,
        "",
        0);
  }

  /** The code or refresh token of the identity provider is refused, or its token lacks rights. */
  static TokenRequestException invalidGrant(String description) {
    return new TokenRequestException(400, "invalid_grant", description, description, 0);
  }

  /** No identity provider for signing in is configured. */
  static TokenRequestException noProviderConfigured() {
    return new TokenRequestException(404, "invalid_request", ProviderSignIn.NONE_CONFIGURED, "", 0);
  }

  /** The assertion is invalid by itself, so the reason reveals nothing about clients. */
  static TokenRequestException invalidAssertion(String description) {
    return new TokenRequestException(401, "invalid_client", description, description, 0);
  }

  /** One response for all causes that a caller must not be able to distinguish. */
  static TokenRequestException authenticationFailed(String auditReason) {
    return new TokenRequestException(
        401,
        "invalid_client",
        "client authentication failed: unknown or revoked client, or wrong credentials",
        auditReason,
        0);
  }

  static TokenRequestException unavailable() {
    return unavailable("credentials cannot be checked now; try again");
  }

  static TokenRequestException unavailable(String description) {
    return new TokenRequestException(
        503, "temporarily_unavailable", description, "", RETRY_AFTER_OUTAGE_SECONDS);
  }

  static TokenRequestException serverError() {
    return new TokenRequestException(
        500, "server_error", "the request failed in the server", "", 0);
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }

  /** The reason for the system log; empty if no credentials were refused. */
  Optional<String> auditReason() {
    return auditReason.isEmpty() ? Optional.empty() : Optional.of(auditReason);
  }

  /** Value of Retry-After; 0 for none. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  JsonObject body() {
    return new JsonObject().put("error", error).put("error_description", getMessage());
  }
}
