package io.spillway.fuzz;

/** Something that must not be. */
final class Finding extends RuntimeException {
  private static final long serialVersionUID = 1;

  Finding(String message) {
    super(message);
  }
}
