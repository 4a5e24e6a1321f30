package io.spillway.domain.execution;

import java.util.List;

/**
 * A request to move single executions of one segment.
 *
 * @param operationId identifies a repeated request; unique per segment and request, not 0
 * @param atMillis time of the transition, epoch milliseconds
 * @param moves executions and their new states
 */
public record Transition(long operationId, long atMillis, List<Move> moves) {
  public Transition {
    if (operationId == 0) {
      throw new IllegalArgumentException("operationId is 0, must be another number");
    }
    moves = List.copyOf(moves);
  }

  /**
   * One execution's move.
   *
   * @param slot of the execution
   * @param to its new state
   */
  public record Move(int slot, ExecutionState to) {}

  /** The result of one move. The codes are stored and sent; they never change. */
  public enum Result {
    /** This request moved it. */
    MOVED(1),
    /** It was in that state already. */
    ALREADY_THERE(2),
    /** The transition table forbids it. */
    REFUSED(3),
    /** The slot is not in use. */
    UNKNOWN(4);

    private static final Result[] ALL = values();

    private final byte code;

    Result(int code) {
      this.code = (byte) code;
    }

    /** The stored form, 1 to 4. */
    byte code() {
      return code;
    }

    /**
     * The result with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Result ofCode(int code) {
      if (code < 1 || code > ALL.length) {
        throw new IllegalArgumentException(
            "code of a move result is " + code + ", must be 1 to " + ALL.length);
      }
      return ALL[code - 1];
    }
  }
}
