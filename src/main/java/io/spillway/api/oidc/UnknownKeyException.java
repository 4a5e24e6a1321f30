package io.spillway.api.oidc;

/** A token names a key that may have been published since the keys were last read. */
final class UnknownKeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnknownKeyException() {
    super("the key is not known yet", null, false, false);
  }
}
