package io.spillway.api.http;

import static io.spillway.domain.execution.ExecutionState.DONE;
import static io.spillway.domain.execution.ExecutionState.ERROR;
import static io.spillway.domain.execution.ExecutionState.GET_STEP;
import static io.spillway.domain.execution.ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
import static io.spillway.domain.execution.ExecutionState.PENDING;
import static io.spillway.domain.execution.ExecutionState.PROCESS_STEP;
import static io.spillway.domain.execution.ExecutionState.TERMINATE;
import static io.spillway.domain.execution.ExecutionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.http.StepRow.State;
import io.spillway.api.http.StepRow.Times;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.StepResult;
import io.spillway.domain.execution.StepResult.Outcome;
import io.spillway.engine.step.Step;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepTimelineTest {
  private static final long UPDATED = 9_000;
  private static final StepError TIMEOUT = new StepError("TIMEOUT", "no answer", 504);
  private static final List<Step> STEPS =
      IntStream.range(0, 3)
          .mapToObj(i -> new Step(i, "step" + i, "webhook", "webhook", "", new JsonObject()))
          .toList();

  @Test
  void whatWasNotReachedIsQueued() {
    assertThat(rows(PENDING, StepPosition.START)).containsExactly(queued(0), queued(1), queued(2));
    assertThat(rows(PAUSED_BY_CIRCUIT_BREAKER, StepPosition.START))
        .containsExactly(queued(0), queued(1), queued(2));
  }

  @Test
  void anAutomationWithoutStepsHasNoRows() {
    assertThat(StepTimeline.of(List.of(), status(DONE, StepPosition.START), List.of())).isEmpty();
  }

  @Test
  void aStepThatIsDoneHasItsOutputAndTheFirstRuns() {
    List<StepRow> rows =
        rows(PROCESS_STEP, at(1, 2, 0, 0), completed(0, 1, 1, 100, 200, "{\"a\":1}"));

    assertThat(rows.get(0).state()).isEqualTo(State.COMPLETED);
    assertThat(rows.get(0).attempt()).isEqualTo(1);
    assertThat(rows.get(0).times()).isEqualTo(new Times(100, 200, 0, 0));
    assertThat(new String(rows.get(0).output(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
    assertThat(rows.get(1).state()).isEqualTo(State.RUNNING);
    assertThat(rows.get(1).attempt()).isEqualTo(1);
    assertThat(rows.get(1).times()).isEqualTo(new Times(UPDATED, 0, 0, 0));
    assertThat(rows.get(2)).isEqualTo(queued(2));
  }

  @Test
  void aSkippedStepHasNoAttempt() {
    StepResult skipped = result(0, 0, 1, Outcome.SKIPPED, 100, 100, 0, "", StepError.NONE, "");

    StepRow row = rows(PROCESS_STEP, at(1, 1, 0, 0), skipped).get(0);

    assertThat(row.state()).isEqualTo(State.SKIPPED);
    assertThat(row.attempt()).isZero();
    assertThat(row.times()).isEqualTo(new Times(100, 100, 0, 0));
  }

  @Test
  void aStepThatWaitsForItsNextAttemptTellsWhenAndWhy() {
    StepRow row = rows(WAITING, at(0, 1, 1, 5_000), failed(0, 1, 1, 5_000)).get(0);

    assertThat(row.state()).isEqualTo(State.WAITING);
    assertThat(row.attempt()).isEqualTo(1);
    assertThat(row.error()).isEqualTo(TIMEOUT);
    assertThat(row.times()).isEqualTo(new Times(100, 0, 5_000, 0));
  }

  @Test
  void aFurtherAttemptTellsOfTheFailureBefore() {
    StepRow row = rows(PROCESS_STEP, at(0, 2, 1, 0), failed(0, 1, 1, 5_000)).get(0);

    assertThat(row.state()).isEqualTo(State.RUNNING);
    assertThat(row.attempt()).isEqualTo(2);
    assertThat(row.error()).isEqualTo(TIMEOUT);
    assertThat(row.times()).isEqualTo(new Times(100, 0, 0, 0));
  }

  @Test
  void aStepThatIsDoneAtTheSecondAttemptTellsNoError() {
    StepRow row =
        rows(DONE, StepPosition.START, failed(0, 1, 1, 5_000), completed(0, 2, 2, 5_000, 5_100, ""))
            .get(0);

    assertThat(row.state()).isEqualTo(State.COMPLETED);
    assertThat(row.attempt()).isEqualTo(2);
    assertThat(row.error()).isEqualTo(StepError.NONE);
    assertThat(row.times()).isEqualTo(new Times(100, 5_100, 0, 0));
  }

  @Test
  void aStepThatWaitsForATimeOrACallbackTellsUntilWhen() {
    StepRow row = rows(WAITING, at(0, 1, 0, 7_000), waiting(0, 1, 7_000)).get(0);

    assertThat(row.state()).isEqualTo(State.WAITING);
    assertThat(row.attempt()).isEqualTo(1);
    assertThat(row.times()).isEqualTo(new Times(100, 0, 0, 7_000));
    assertThat(row.error()).isEqualTo(StepError.NONE);
  }

  @Test
  void aStepThatWasPostponedWithoutAnAttemptTellsWhenItIsTried() {
    StepRow row = rows(WAITING, at(0, 1, 0, 7_000)).get(0);

    assertThat(row.state()).isEqualTo(State.WAITING);
    assertThat(row.attempt()).isZero();
    assertThat(row.times()).isEqualTo(new Times(0, 0, 7_000, 0));
  }

  @Test
  void aJobIsQueuedUntilAWorkerHasIt() {
    StepRow queued = rows(GET_STEP, at(0, 0, 0, 99_000)).get(0);
    StepRow leased = rows(PROCESS_STEP, at(0, 1, 0, 99_000)).get(0);

    assertThat(queued).isEqualTo(queued(0));
    assertThat(leased.state()).isEqualTo(State.RUNNING);
    assertThat(leased.attempt()).isEqualTo(1);
    // An extended lease has changed the time of the execution's latest change.
    assertThat(leased.times()).isEqualTo(Times.NONE);
  }

  @Test
  void aJobWhoseLeaseEndedIsQueuedAgainAndTellsWhoHadIt() {
    StepResult ended =
        result(
            0, 1, 1, Outcome.FAILED, 100, 200, 200, "w1", StepError.of("LEASE_ENDED", "late"), "");

    StepRow row = rows(GET_STEP, at(0, 1, 1, 99_000), ended).get(0);

    assertThat(row.state()).isEqualTo(State.QUEUED);
    assertThat(row.attempt()).isEqualTo(1);
    assertThat(row.worker()).isEqualTo("w1");
    assertThat(row.error().code()).isEqualTo("LEASE_ENDED");
    assertThat(row.times()).isEqualTo(new Times(100, 0, 0, 0));
  }

  @Test
  void theStepOfAnErrorHasFailedAndWhatComesAfterItIsQueued() {
    List<StepRow> rows =
        rows(
            ERROR,
            at(1, 3, 2, 0),
            completed(0, 1, 1, 50, 60, ""),
            failed(1, 2, 1, 5_000),
            failed(1, 3, 2, 0));

    assertThat(rows)
        .extracting(StepRow::state)
        .containsExactly(State.COMPLETED, State.FAILED, State.QUEUED);
    assertThat(rows.get(1).attempt()).isEqualTo(2);
    assertThat(rows.get(1).error()).isEqualTo(TIMEOUT);
    assertThat(rows.get(1).times()).isEqualTo(new Times(100, 200, 0, 0));
  }

  @Test
  void aStepThatFailedBeforeItWasHandedOutIsTheOneThatFailed() {
    assertThat(rows(ERROR, at(0, 0, 1, 0), failed(0, 0, 1, 0)))
        .extracting(StepRow::state)
        .containsExactly(State.FAILED, State.QUEUED, State.QUEUED);
  }

  @Test
  void afterARetryByHandTheAttemptsStartAnew() {
    StepRow queued = rows(PENDING, at(0, 3, 0, 0), failed(0, 3, 12, 0)).get(0);
    StepRow running = rows(PROCESS_STEP, at(0, 4, 0, 0), failed(0, 3, 12, 0)).get(0);

    assertThat(queued.state()).isEqualTo(State.QUEUED);
    assertThat(queued.attempt()).isZero();
    assertThat(queued.error()).isEqualTo(TIMEOUT);
    assertThat(running.state()).isEqualTo(State.RUNNING);
    assertThat(running.attempt()).isEqualTo(1);
  }

  @Test
  void aTerminationFailsTheStepThatWasUnderWay() {
    List<StepRow> waited =
        rows(TERMINATE, StepPosition.START, completed(0, 1, 1, 50, 60, ""), waiting(1, 2, 7_000));
    List<StepRow> failed = rows(TERMINATE, StepPosition.START, failed(0, 1, 1, 5_000));

    assertThat(waited)
        .extracting(StepRow::state)
        .containsExactly(State.COMPLETED, State.FAILED, State.QUEUED);
    assertThat(waited.get(1).error().code()).isEqualTo("TERMINATED");
    assertThat(failed.get(0).state()).isEqualTo(State.FAILED);
    assertThat(failed.get(0).error()).isEqualTo(TIMEOUT);
    assertThat(failed.get(0).times().nextAttempt()).isZero();
  }

  @Test
  void aResultThatIsStoredBeforeTheExecutionMovesCounts() {
    assertThat(rows(PROCESS_STEP, at(0, 1, 0, 0), completed(0, 1, 1, 100, 200, "1")))
        .extracting(StepRow::state)
        .containsExactly(State.COMPLETED, State.QUEUED, State.QUEUED);
  }

  @Test
  void theStepsOfAnExecutionThatSomebodyElseFinishedAreCompleted() {
    assertThat(rows(DONE, StepPosition.START))
        .extracting(StepRow::state)
        .containsOnly(State.COMPLETED);
  }

  @ParameterizedTest
  @EnumSource(value = ExecutionState.class, mode = EnumSource.Mode.EXCLUDE, names = "DONE")
  void ofAnExecutionThatSomebodyElseMovesNoStepIsKnown(ExecutionState state) {
    assertThat(rows(state, StepPosition.START)).containsExactly(queued(0), queued(1), queued(2));
  }

  private static List<StepRow> rows(
      ExecutionState state, StepPosition position, StepResult... results) {
    return StepTimeline.of(STEPS, status(state, position), List.of(results));
  }

  private static ExecutionStatus status(ExecutionState state, StepPosition position) {
    return new ExecutionStatus(1, state, 0, 10, UPDATED, position);
  }

  private static StepPosition at(int step, int run, int attempts, long due) {
    return new StepPosition(step, run, attempts, 0, due);
  }

  private static StepRow queued(int step) {
    return new StepRow(
        STEPS.get(step), State.QUEUED, 0, Times.NONE, "", StepError.NONE, StepTimeline.NO_OUTPUT);
  }

  private static StepResult completed(
      int step, int run, int attempt, long from, long to, String output) {
    return result(step, run, attempt, Outcome.COMPLETED, from, to, 0, "", StepError.NONE, output);
  }

  private static StepResult failed(int step, int run, int attempt, long due) {
    return result(step, run, attempt, Outcome.FAILED, 100, 200, due, "", TIMEOUT, "");
  }

  private static StepResult waiting(int step, int run, long due) {
    return result(step, run, 1, Outcome.WAITING, 100, 200, due, "", StepError.NONE, "");
  }

  private static StepResult result(
      int step,
      int run,
      int attempt,
      Outcome outcome,
      long from,
      long to,
      long due,
      String worker,
      StepError error,
      String output) {
    return new StepResult(
        1,
        step,
        run,
        attempt,
        outcome,
        from,
        to,
        due,
        worker,
        error,
        output.getBytes(StandardCharsets.UTF_8));
  }
}
