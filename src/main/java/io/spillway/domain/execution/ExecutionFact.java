package io.spillway.domain.execution;

/**
 * The immutable part of an execution. Written once, before the trigger is answered.
 *
 * @param executionId its id
 * @param createdAtMillis when it was created, epoch milliseconds
 * @param generation 0 if the breaker admitted it, else the trip generation that paused it
 * @param automationVersion the published version it started with
 * @param actor the client that triggered it; empty if an earlier version created it, which did not
 *     keep it
 * @param context the trigger's context, a JSON object in UTF-8; shared, never modified
 */
@SuppressWarnings("ArrayRecordComponent") // A context is up to 1 MiB: passed on, not copied.
public record ExecutionFact(
    long executionId,
    long createdAtMillis,
    int generation,
    int automationVersion,
    String actor,
    byte[] context) {
  /** The maximum length of an actor, in characters. */
  public static final int MAX_ACTOR = 1_024;

  public ExecutionFact {
    requireActor(actor);
  }

  /**
   * Returns an actor that is short enough.
   *
   * @throws IllegalArgumentException if it is too long
   */
  public static String requireActor(String actor) {
    if (actor.length() > MAX_ACTOR) {
      throw new IllegalArgumentException(
          "actor has " + actor.length() + " characters, must have at most " + MAX_ACTOR);
    }
    return actor;
  }

  /** The state it was created in. */
  public ExecutionState initialState() {
    return generation == 0 ? ExecutionState.PENDING : ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
  }
}
