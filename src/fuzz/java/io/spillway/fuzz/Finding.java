package io.spillway.fuzz;

/** A violation. */
final class Finding extends RuntimeException {
  private static final long serialVersionUID = 1;

  Finding(String message) {
    super(message);
  }
}
