package io.spillway.api.oidc;

/** The provider failed or sent an invalid document. Without a stack trace: not our fault. */
final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProviderException(String message) {
    super(message, null, false, false);
  }
}
