package io.spillway.harness;

/**
 * An automation under test, which admits {@code max} executions an hour, and the calls made to it.
 */
public record TestAutomation(String id, Decisions decisions, long max) {
  /** Which calls clients make besides triggers. */
  public enum Decisions {
    /** Nothing. */
    NONE,
    RUN,
    RUN_AND_CLEAR,
    CANCEL,
    /** Run, cancel, clear, and terminate single executions. */
    MIXED
  }

  public static TestAutomation create(ApiCalls node, Decisions decisions, long max) {
    return new TestAutomation(node.create(decisions.name(), max), decisions, max);
  }
}
