package io.spillway.api.auth.jose;

/**
 * A token cannot be what it should be, whoever signed it. The message continues "the token …" and
 * is fit for the client.
 */
public final class JwsException extends Exception {
  private static final long serialVersionUID = 1;

  JwsException(String message) {
    super(message, null, false, false);
  }
}
