package io.spillway.it;

/**
 * An automation under test, which admits {@code max} executions an hour, and what is done to it.
 */
public record Member(String id, Use use, long max) {
  /** What clients do beside firing triggers. */
  public enum Use {
    /** Nothing. */
    LEFT_ALONE,
    RUN,
    RUN_AND_CLEAR,
    CANCEL,
    /** Run, cancel, clear, and terminate single executions. */
    MIXED
  }

  public static Member create(Operations node, Use use, long max) {
    return new Member(node.create(use.name(), max), use, max);
  }
}
