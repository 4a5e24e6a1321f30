package io.spillway.execution;

import java.util.List;

/**
 * A request to move single executions of one segment.
 *
 * @param operationId tells a repetition from a new request; unique per segment and request
 * @param atMillis the moment of the transition, epoch milliseconds
 * @param moves what is to move where
 */
public record Transition(long operationId, long atMillis, List<Move> moves) {
  public Transition {
    moves = List.copyOf(moves);
  }

  /**
   * One execution's move.
   *
   * @param slot of the execution
   * @param to the state it is to take
   */
  public record Move(int slot, ExecutionState to) {}

  /** What became of one move. */
  public enum Outcome {
    /** It took the state, by this request. */
    MOVED,
    /** It was in that state before. */
    ALREADY_THERE,
    /** The transition table forbids it. */
    REFUSED,
    /** No execution has this slot. */
    UNKNOWN
  }
}
