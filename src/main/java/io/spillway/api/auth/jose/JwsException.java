package io.spillway.api.auth.jose;

/**
 * A token is malformed, whoever signed it. The message continues "the token …" and may be sent to
 * the client.
 */
public final class JwsException extends Exception {
  private static final long serialVersionUID = 1;

  JwsException(String message) {
    super(message, null, false, false);
  }
}
