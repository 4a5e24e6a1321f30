package io.spillway.api.auth;

import io.spillway.api.auth.jose.PlainText;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A token request is refused: the error of RFC 6749, 5.2, and what the system log is told. No stack
 * trace, since it is no fault.
 */
final class TokenRefused extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int MAX_DESCRIPTION = 300;
  private static final int RETRY_AFTER_FAILURES_SECONDS = 60;
  private static final int RETRY_AFTER_OUTAGE_SECONDS = 5;

  private final int status;
  private final String error;
  private final String logged;
  private final int retryAfterSeconds;

  private TokenRefused(
      int status, String error, String description, String logged, int retryAfterSeconds) {
    super(PlainText.of(description, MAX_DESCRIPTION), null, false, false);
    this.status = status;
    this.error = error;
    this.logged = logged;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The request is not what it must be, whoever sent it. */
  static TokenRefused invalidRequest(String description) {
    return new TokenRefused(400, "invalid_request", description, "", 0);
  }

  /**
   * The body was refused before it could be understood.
   *
   * @param status what it was refused with, 4xx
   */
  static TokenRefused unreadableBody(int status) {
    return new TokenRefused(
        status,
        "invalid_request",
        "the body cannot be read as a form; it must be percent-encoded and at most 32 KiB, in"
            + " at most 256 parameters, each value at most 8 KiB",
        "",
        0);
  }

  /** Credentials came by a way that is not accepted. */
  static TokenRefused misplacedCredentials(String description) {
    return new TokenRefused(400, "invalid_request", description, description, 0);
  }

  static TokenRefused unsupportedGrant(String given, String allowed) {
    return new TokenRefused(
        400,
        "unsupported_grant_type",
        "grant_type is " + PlainText.of(given, 64) + ", must be " + allowed,
        "",
        0);
  }

  /** What the caller came back with from the identity provider is not good, or not good enough. */
  static TokenRefused invalidGrant(String description) {
    return new TokenRefused(400, "invalid_grant", description, description, 0);
  }

  /** Nobody is sent to an identity provider to sign in. */
  static TokenRefused noProvider() {
    return new TokenRefused(404, "invalid_request", ProviderSignIn.NONE_CONFIGURED, "", 0);
  }

  /** The assertion shows by itself, without any secret of the server, why it is not accepted. */
  static TokenRefused invalidAssertion(String description) {
    return new TokenRefused(401, "invalid_client", description, description, 0);
  }

  /** One answer for all that a stranger must not be able to tell apart. */
  static TokenRefused authenticationFailed(String logged) {
    return new TokenRefused(
        401,
        "invalid_client",
        "client authentication failed: unknown or revoked client, or wrong credentials",
        logged,
        0);
  }

  static TokenRefused tooManyFailures() {
    return new TokenRefused(
        429,
        "temporarily_unavailable",
        "too many failed attempts with client_secret, for this client_id or from this address;"
            + " wait, or use client_assertion",
        "",
        RETRY_AFTER_FAILURES_SECONDS);
  }

  static TokenRefused unavailable() {
    return unavailable("credentials cannot be checked now; try again");
  }

  static TokenRefused unavailable(String description) {
    return new TokenRefused(
        503, "temporarily_unavailable", description, "", RETRY_AFTER_OUTAGE_SECONDS);
  }

  static TokenRefused serverError() {
    return new TokenRefused(500, "server_error", "the request failed in the server", "", 0);
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }

  /** Why, for the system log; empty where no credentials were refused. */
  Optional<String> logged() {
    return logged.isEmpty() ? Optional.empty() : Optional.of(logged);
  }

  /** Seconds until another attempt makes sense, 0 where waiting does not help. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  JsonObject body() {
    return new JsonObject().put("error", error).put("error_description", getMessage());
  }
}
