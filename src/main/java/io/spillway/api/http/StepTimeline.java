package io.spillway.api.http;

import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.StepResult;
import io.spillway.engine.step.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How an execution went through its steps, as far as it is known: by what came of its steps, and by
 * where it is. The results may be newer than the status, as they are stored first.
 *
 * <p>Of an execution that somebody else moves there are no results: its steps are completed when it
 * is done, and else not begun.
 */
final class StepTimeline {
  static final byte[] NO_OUTPUT = {};
  private static final StepError TERMINATED =
      StepError.of("TERMINATED", "the execution was terminated while the step was under way");

  private final ExecutionStatus status;
  private final StepPosition position;

  private StepTimeline(ExecutionStatus status) {
    this.status = status;
    this.position = status.position();
  }

  /**
   * A row for each step, in order.
   *
   * @param steps of the execution's version
   * @param status of the execution, read before the results
   * @param results of the execution, in the order in which they were stored
   */
  static List<StepRow> of(List<Step> steps, ExecutionStatus status, List<StepResult> results) {
    Map<Integer, List<StepResult>> byStep = new HashMap<>();
    for (StepResult result : results) {
      byStep.computeIfAbsent(result.step(), first -> new ArrayList<>()).add(result);
    }
    StepTimeline timeline = new StepTimeline(status);
    return steps.stream()
        .map(step -> timeline.row(step, byStep.getOrDefault(step.index(), List.of())))
        .toList();
  }

  private StepRow row(Step step, List<StepResult> results) {
    if (results.isEmpty()) {
      return begun(step);
    }
    StepResult first = results.get(0);
    StepResult last = results.get(results.size() - 1);
    return switch (last.outcome()) {
      case COMPLETED ->
          ended(step, StepRow.State.COMPLETED, first, last, StepError.NONE, last.output());
      case SKIPPED -> skipped(step, last);
      case FAILED, WAITING -> isHere(step) ? current(step, first, last) : left(step, first, last);
    };
  }

  private static StepRow skipped(Step step, StepResult result) {
    StepRow.Times times = new StepRow.Times(result.startedAtMillis(), result.endedAtMillis(), 0, 0);
    return new StepRow(step, StepRow.State.SKIPPED, 0, times, "", StepError.NONE, NO_OUTPUT);
  }

  private static StepRow ended(
      Step step,
      StepRow.State state,
      StepResult first,
      StepResult last,
      StepError error,
      byte[] output) {
    StepRow.Times times = new StepRow.Times(first.startedAtMillis(), last.endedAtMillis(), 0, 0);
    return new StepRow(step, state, last.attempt(), times, last.worker(), error, output);
  }

  /** The execution is no longer at this step, though the step was not done: it was terminated. */
  private static StepRow left(Step step, StepResult first, StepResult last) {
    boolean failed = last.outcome() == StepResult.Outcome.FAILED;
    return ended(
        step, StepRow.State.FAILED, first, last, failed ? last.error() : TERMINATED, NO_OUTPUT);
  }

  /** The execution is at this step, of which something is known already. */
  private StepRow current(Step step, StepResult first, StepResult last) {
    boolean failed = last.outcome() == StepResult.Outcome.FAILED;
    if (status.state() == ExecutionState.ERROR) {
      return ended(step, StepRow.State.FAILED, first, last, last.error(), NO_OUTPUT);
    }
    StepRow.State state = stateHere();
    boolean waits = state == StepRow.State.WAITING;
    StepRow.Times times =
        new StepRow.Times(
            first.startedAtMillis(),
            0,
            waits && failed ? position.dueMillis() : 0,
            waits && !failed ? position.dueMillis() : 0);
    int attempt = waits && !failed ? position.attempts() + 1 : attemptHere(state);
    return new StepRow(
        step,
        state,
        attempt,
        times,
        last.worker(),
        failed ? last.error() : StepError.NONE,
        NO_OUTPUT);
  }

  /** Nothing has come of the step. */
  private StepRow begun(Step step) {
    if (position.run() == 0 || !isHere(step)) {
      return plain(step, isPassed(step) ? StepRow.State.COMPLETED : StepRow.State.QUEUED, 0);
    }
    if (status.state() == ExecutionState.ERROR) {
      return plain(step, StepRow.State.FAILED, position.attempts());
    }
    StepRow.State state = stateHere();
    StepRow.Times times =
        switch (state) {
          // Where a worker has it, the latest change may be that its lease was extended.
          case RUNNING -> started(position.dueMillis() == 0 ? status.updatedAtMillis() : 0);
          case WAITING -> new StepRow.Times(0, 0, position.dueMillis(), 0);
          default -> StepRow.Times.NONE;
        };
    return new StepRow(step, state, attemptHere(state), times, "", StepError.NONE, NO_OUTPUT);
  }

  private static StepRow.Times started(long atMillis) {
    return new StepRow.Times(atMillis, 0, 0, 0);
  }

  private static StepRow plain(Step step, StepRow.State state, int attempt) {
    return new StepRow(step, state, attempt, StepRow.Times.NONE, "", StepError.NONE, NO_OUTPUT);
  }

  private StepRow.State stateHere() {
    return switch (status.state()) {
      case PROCESS_STEP, COMPLETE_STEP -> StepRow.State.RUNNING;
      case WAITING -> StepRow.State.WAITING;
      default -> StepRow.State.QUEUED;
    };
  }

  private int attemptHere(StepRow.State state) {
    return state == StepRow.State.RUNNING ? position.attempts() + 1 : position.attempts();
  }

  /** Whether the execution is at this step. */
  private boolean isHere(Step step) {
    return hasPosition() && step.index() == position.step();
  }

  /** Whether the execution is beyond this step. */
  private boolean isPassed(Step step) {
    return status.state() == ExecutionState.DONE
        || (hasPosition() && step.index() < position.step());
  }

  /** Whether the position tells where the execution is. */
  private boolean hasPosition() {
    return switch (status.state()) {
      case PENDING, CREATING, GET_STEP, PROCESS_STEP, COMPLETE_STEP, WAITING, ERROR -> true;
      case DONE, TERMINATE, PAUSED_BY_CIRCUIT_BREAKER -> false;
    };
  }
}
