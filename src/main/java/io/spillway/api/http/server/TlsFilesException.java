package io.spillway.api.http.server;

/** The certificate and its key cannot be used; the message names the file and the reason. */
public final class TlsFilesException extends Exception {
  private static final long serialVersionUID = 1;

  TlsFilesException(String message) {
    super(message);
  }
}
