package io.spillway.api.http.server;

/** The certificate and its key cannot be used; the message says which file, and why. */
final class TlsFilesException extends Exception {
  private static final long serialVersionUID = 1;

  TlsFilesException(String message) {
    super(message);
  }
}
