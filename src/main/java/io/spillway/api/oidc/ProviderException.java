package io.spillway.api.oidc;

/** The provider did not answer, or not as it must. No stack trace, since it is no fault of ours. */
final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProviderException(String message) {
    super(message, null, false, false);
  }
}
