package io.spillway.domain.execution;

import java.util.List;

/**
 * A request to move single executions of one segment.
 *
 * @param operationId tells a repetition from a new request; unique per segment and request, not 0
 * @param atMillis the moment of the transition, epoch milliseconds
 * @param moves what is to move where
 */
public record Transition(long operationId, long atMillis, List<Move> moves) {
  public Transition {
    if (operationId == 0) {
      throw new IllegalArgumentException("operationId is 0, which stands for no operation");
    }
    moves = List.copyOf(moves);
  }

  /**
   * One execution's move.
   *
   * @param slot of the execution
   * @param to the state it is to take
   */
  public record Move(int slot, ExecutionState to) {}

  /** What became of one move. The codes are stored and sent; they never change. */
  public enum Result {
    /** It took the state, by this request. */
    MOVED(1),
    /** It was in that state before. */
    ALREADY_THERE(2),
    /** The transition table forbids it. */
    REFUSED(3),
    /** No execution has this slot. */
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
     * The outcome with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Result ofCode(int code) {
      if (code < 1 || code > ALL.length) {
        throw new IllegalArgumentException("no outcome of a move has the code " + code);
      }
      return ALL[code - 1];
    }
  }
}
