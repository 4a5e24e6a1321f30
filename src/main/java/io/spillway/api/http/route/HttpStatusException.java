package io.spillway.api.http.route;

/**
 * A request is refused with a status at the HTTP level, before its body is decoded. A client error,
 * so it has no stack trace.
 */
public final class HttpStatusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  public HttpStatusException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
