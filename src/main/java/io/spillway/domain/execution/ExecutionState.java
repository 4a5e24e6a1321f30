package io.spillway.domain.execution;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The state of an execution, with the table of legal transitions.
 *
 * <p>The codes are stored and sent; they never change.
 */
public enum ExecutionState {
  PENDING(1),
  CREATING(2),
  GET_STEP(3),
  PROCESS_STEP(4),
  COMPLETE_STEP(5),
  WAITING(6),
  DONE(7),
  ERROR(8),
  TERMINATE(9),
  PAUSED_BY_CIRCUIT_BREAKER(10);

  /** One more than the highest code. */
  static final int CODES = 11;

  private static final ExecutionState[] BY_CODE = new ExecutionState[CODES];
  private static final Map<ExecutionState, Set<ExecutionState>> NEXT =
      new EnumMap<>(ExecutionState.class);

  /** For each code, the states that steps lead to from there, a bit mask. */
  private static final int[] REACHED = new int[CODES];

  static {
    for (ExecutionState state : values()) {
      BY_CODE[state.code] = state;
    }
    NEXT.put(PAUSED_BY_CIRCUIT_BREAKER, EnumSet.of(PENDING, TERMINATE));
    NEXT.put(PENDING, EnumSet.of(CREATING, ERROR, TERMINATE));
    NEXT.put(CREATING, EnumSet.of(GET_STEP, ERROR, TERMINATE));
    NEXT.put(GET_STEP, EnumSet.of(PROCESS_STEP, DONE, ERROR, TERMINATE));
    NEXT.put(PROCESS_STEP, EnumSet.of(COMPLETE_STEP, WAITING, ERROR, TERMINATE));
    NEXT.put(WAITING, EnumSet.of(PROCESS_STEP, ERROR, TERMINATE));
    NEXT.put(COMPLETE_STEP, EnumSet.of(GET_STEP, DONE, ERROR, TERMINATE));
    NEXT.put(DONE, EnumSet.noneOf(ExecutionState.class));
    NEXT.put(ERROR, EnumSet.noneOf(ExecutionState.class));
    NEXT.put(TERMINATE, EnumSet.noneOf(ExecutionState.class));
    for (ExecutionState state : EnumSet.range(PENDING, WAITING)) {
      REACHED[state.code] = reachedFrom(state, 0);
    }
    REACHED[ERROR.code] = PENDING.bit();
  }

  private final byte code;

  ExecutionState(int code) {
    this.code = (byte) code;
  }

  /** The stored form, 1 to 10. */
  public byte code() {
    return code;
  }

  /** This state as a bit mask over the codes. */
  public int bit() {
    return 1 << code;
  }

  /**
   * The state with this code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ExecutionState ofCode(int code) {
    if (code < 1 || code >= BY_CODE.length) {
      throw new IllegalArgumentException(
          "code of an execution state is " + code + ", must be 1 to " + (BY_CODE.length - 1));
    }
    return BY_CODE[code];
  }

  /** Whether an execution may move from this state to {@code next}. */
  public boolean canBecome(ExecutionState next) {
    return NEXT.getOrDefault(this, Set.of()).contains(next);
  }

  /**
   * Whether a runner may move an execution from this state to {@code target}, over one legal
   * transition or several. It moves none that is paused, done or terminated, and from ERROR it
   * moves one to PENDING only: when a person wants the step to be tried again.
   */
  public boolean canReach(ExecutionState target) {
    return (REACHED[code] & target.bit()) != 0;
  }

  private static int reachedFrom(ExecutionState from, int before) {
    int reached = before;
    for (ExecutionState next : NEXT.getOrDefault(from, Set.of())) {
      if ((reached & next.bit()) == 0) {
        reached = reachedFrom(next, reached | next.bit());
      }
    }
    return reached;
  }

  /** Whether no transition of {@link #canBecome} leaves this state. */
  public boolean isFinal() {
    return NEXT.getOrDefault(this, Set.of()).isEmpty();
  }
}
