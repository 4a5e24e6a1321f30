package io.spillway.api.http.route;

/** The codes of google.rpc.Code that Spillway uses. */
enum RpcCode {
  INVALID_ARGUMENT(3),
  NOT_FOUND(5),
  ALREADY_EXISTS(6),
  PERMISSION_DENIED(7),
  RESOURCE_EXHAUSTED(8),
  FAILED_PRECONDITION(9),
  ABORTED(10),
  UNIMPLEMENTED(12),
  INTERNAL(13),
  UNAVAILABLE(14),
  UNAUTHENTICATED(16);

  private final int number;

  RpcCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The code for a 4xx status of the router. */
  static RpcCode ofStatus(int status) {
    return switch (status) {
      case 404 -> NOT_FOUND;
      case 405 -> UNIMPLEMENTED;
      case 413, 431 -> RESOURCE_EXHAUSTED;
      default -> INVALID_ARGUMENT;
    };
  }
}
