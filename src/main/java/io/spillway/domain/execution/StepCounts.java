package io.spillway.domain.execution;

/**
 * How many executions of a segment are where in their steps, and when the next of them is due.
 *
 * @param pending PENDING
 * @param queued CREATING, GET_STEP and COMPLETE_STEP: under way, to be handed out next
 * @param running PROCESS_STEP
 * @param waiting WAITING
 * @param nextDueMillis lowest due time of those in PROCESS_STEP, WAITING and GET_STEP, epoch
 *     milliseconds; {@link Long#MAX_VALUE} if none has one
 */
public record StepCounts(int pending, int queued, int running, int waiting, long nextDueMillis) {
  /** The states in which a due time counts, as a bit mask. */
  private static final int TIMED =
      ExecutionState.PROCESS_STEP.bit()
          | ExecutionState.WAITING.bit()
          | ExecutionState.GET_STEP.bit();

  /** Nothing is to be run. */
  public static final StepCounts NONE = new StepCounts(0, 0, 0, 0, Long.MAX_VALUE);

  /** Of a segment in which only executions that were never handed out are to be run. */
  public static StepCounts ofPending(int pending) {
    return new StepCounts(pending, 0, 0, 0, Long.MAX_VALUE);
  }

  /** Whether an execution is to be run, now or later. */
  public boolean hasWork() {
    return pending > 0 || queued > 0 || running > 0 || waiting > 0;
  }

  /**
   * Counts the executions of a segment.
   *
   * @param byState how many are in each state, by its code
   */
  static StepCounts of(int[] byState, SegmentColumns columns) {
    return new StepCounts(
        byState[ExecutionState.PENDING.code()],
        byState[ExecutionState.CREATING.code()]
            + byState[ExecutionState.GET_STEP.code()]
            + byState[ExecutionState.COMPLETE_STEP.code()],
        byState[ExecutionState.PROCESS_STEP.code()],
        byState[ExecutionState.WAITING.code()],
        nextDue(columns));
  }

  private static long nextDue(SegmentColumns columns) {
    StepPositions positions = columns.positions();
    long next = Long.MAX_VALUE;
    for (int index = 0; index < positions.size(); index++) {
      long due = positions.dueAt(index);
      if (due > 0
          && due < next
          && (TIMED & (1 << columns.states()[positions.slotAt(index)])) != 0) {
        next = due;
      }
    }
    return next;
  }
}
