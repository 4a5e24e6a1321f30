package io.spillway.api.http.route;

/**
 * What is wrong with a request at the level of HTTP, before it is looked at as a message. No fault
 * of the server, so it has no stack trace.
 */
public final class HttpFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  public HttpFault(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
