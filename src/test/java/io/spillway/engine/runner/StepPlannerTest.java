package io.spillway.engine.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.StepResult;
import io.spillway.engine.job.StepReport;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepCancellation;
import io.spillway.engine.step.StepContext;
import io.spillway.engine.step.StepKind;
import io.spillway.engine.step.StepOutcome;
import io.spillway.engine.step.StepRun;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepPlannerTest {
  private static final long ID = 5_000;
  private static final long NOW = 1_000_000;
  private static final Duration UNSERVED = Duration.ofDays(7);
  private static final List<Step> STEPS = List.of(step(0, "one"), step(1, "two"), step(2, "three"));

  private final StepPlanner planner = new StepPlanner(UNSERVED, () -> 0.5);

  private static Step step(int index, String name) {
    return new Step(index, name, "kind", "kind", "", new JsonObject());
  }

  private static ExecutionFact fact() {
    return new ExecutionFact(ID, 0, 0, 1, "test", "{}".getBytes(StandardCharsets.UTF_8));
  }

  private static StepContext context() {
    return new StepContext(fact().context(), Map.of());
  }

  private static Candidate candidate(ExecutionState state, StepPosition at, NextStep next) {
    ExecutionStatus status = new ExecutionStatus(ID, state, 0, 0, 0, at);
    return new Candidate(status, fact(), STEPS, context(), false, Optional.empty(), next);
  }

  private static NextStep run(int index, Step... skipped) {
    return new NextStep(
        List.of(skipped), new NextStep.What.Run(STEPS.get(index), new Nothing(), new JsonObject()));
  }

  private static ActiveStep active(StepPosition at) {
    return new ActiveStep(
        fact(), STEPS, STEPS.get(at.step()), at, context(), 900_000, 2, new StepCancellation());
  }

  private static StepOutcome completed(String output) {
    return new StepOutcome.Completed(output.getBytes(StandardCharsets.UTF_8));
  }

  /** A kind that is never run here. */
  private static final class Nothing implements StepKind {
    @Override
    public String name() {
      return "kind";
    }

    @Override
    public void check(JsonObject configuration, String path) {}

    @Override
    public Future<StepOutcome> run(StepRun run) {
      throw new IllegalStateException("only planned");
    }
  }

  @Test
  void theFirstStepIsStartedWithTheFirstRun() {
    Change change =
        planner.onTurn(candidate(ExecutionState.PENDING, StepPosition.START, run(0)), false, NOW);

    assertThat(change.results()).isEmpty();
    assertThat(change.move().expectedRun()).isZero();
    assertThat(change.move().to()).isEqualTo(ExecutionState.PROCESS_STEP);
    assertThat(change.move().position()).isEqualTo(new StepPosition(0, 1, 0, 0, 0));
    assertThat(change.started().orElseThrow().step().position())
        .isEqualTo(change.move().position());
  }

  @Test
  void skippedStepsAreRecordedAndTheNextOneBeginsWithNoAttempts() {
    StepPosition before = new StepPosition(0, 4, 3, 1, 0);
    Change change =
        planner.onTurn(
            candidate(ExecutionState.GET_STEP, before, run(2, STEPS.get(0), STEPS.get(1))),
            false,
            NOW);

    assertThat(change.results())
        .extracting(StepResult::step, StepResult::outcome)
        .containsExactly(
            tuple(0, StepResult.Outcome.SKIPPED), tuple(1, StepResult.Outcome.SKIPPED));
    assertThat(change.move().position()).isEqualTo(new StepPosition(2, 5, 0, 0, 0));
  }

  @Test
  void anExecutionWithoutFurtherStepsIsDone() {
    NextStep finish = new NextStep(List.of(), new NextStep.What.Finish());
    Change change =
        planner.onTurn(candidate(ExecutionState.PENDING, StepPosition.START, finish), false, NOW);

    assertThat(change.move().to()).isEqualTo(ExecutionState.DONE);
    assertThat(change.started()).isEmpty();
  }

  @Test
  void aJobWaitsForAWorkerUntilItIsUnserved() {
    NextStep hand = new NextStep(List.of(), new NextStep.What.Hand(STEPS.get(0)));
    Change change =
        planner.onTurn(candidate(ExecutionState.PENDING, StepPosition.START, hand), false, NOW);

    assertThat(change.move().to()).isEqualTo(ExecutionState.GET_STEP);
    assertThat(change.jobType()).isEqualTo("kind");
    assertThat(change.move().position())
        .isEqualTo(new StepPosition(0, 0, 0, 0, NOW + UNSERVED.toMillis()));
  }

  @Test
  void aStepWhoseNodeWasLostRunsAgainAndIsGivenUpAfterThreeLosses() {
    StepPosition twice = new StepPosition(1, 7, 0, 1, 0);
    Change again = planner.onTurn(candidate(ExecutionState.PROCESS_STEP, twice, run(1)), true, NOW);
    assertThat(again.move().position()).isEqualTo(new StepPosition(1, 8, 0, 2, 0));

    StepPosition thrice = new StepPosition(1, 8, 0, 2, 0);
    Change given =
        planner.onTurn(candidate(ExecutionState.PROCESS_STEP, thrice, run(1)), true, NOW);
    assertThat(given.move().to()).isEqualTo(ExecutionState.ERROR);
    assertThat(given.results().get(0).error().code()).isEqualTo("NODE_LOST");
  }

  @Test
  void whatIsDurableIsAppliedAndNotRunAgain() {
    StepPosition at = new StepPosition(0, 3, 1, 0, 0);
    Candidate candidate = candidate(ExecutionState.PROCESS_STEP, at, run(1));

    Change completed = planner.onDurable(candidate, result(StepResult.Outcome.COMPLETED, 0), NOW);
    assertThat(completed.results()).isEmpty();
    assertThat(completed.move().position()).isEqualTo(new StepPosition(1, 4, 0, 0, 0));

    Change waits = planner.onDurable(candidate, result(StepResult.Outcome.WAITING, 77), NOW);
    assertThat(waits.move().to()).isEqualTo(ExecutionState.WAITING);
    assertThat(waits.move().position()).isEqualTo(new StepPosition(0, 3, 1, 0, 77));

    Change retries = planner.onDurable(candidate, result(StepResult.Outcome.FAILED, 88), NOW);
    assertThat(retries.move().to()).isEqualTo(ExecutionState.WAITING);
    assertThat(retries.move().position()).isEqualTo(new StepPosition(0, 3, 2, 0, 88));

    Change failed = planner.onDurable(candidate, result(StepResult.Outcome.FAILED, 0), NOW);
    assertThat(failed.move().to()).isEqualTo(ExecutionState.ERROR);
  }

  private static StepResult result(StepResult.Outcome outcome, long due) {
    return Change.result(
        ID, new StepPosition(0, 3, 1, 0, 0), outcome, 900_000, NOW, due, StepError.NONE);
  }

  @Test
  void theNextStepFollowsAtOnceWhereItMay() {
    ActiveStep ended = active(new StepPosition(0, 2, 4, 1, 0));

    Change started =
        planner.onOutcome(ended, completed("{\"a\":1}"), Optional.of(run(1)), true, NOW);
    assertThat(started.results())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.outcome()).isEqualTo(StepResult.Outcome.COMPLETED);
              assertThat(result.attempt()).isEqualTo(5);
              assertThat(result.startedAtMillis()).isEqualTo(900_000);
            });
    assertThat(started.move().expectedRun()).isEqualTo(2);
    assertThat(started.move().position()).isEqualTo(new StepPosition(1, 3, 0, 0, 0));
    assertThat(started.started().orElseThrow().step().context().outputs()).containsKey("one");

    Change held = planner.onOutcome(ended, completed(""), Optional.of(run(1)), false, NOW);
    assertThat(held.move().to()).isEqualTo(ExecutionState.GET_STEP);
    assertThat(held.move().position()).isEqualTo(new StepPosition(1, 2, 0, 0, 0));
    assertThat(held.started()).isEmpty();
  }

  @Test
  void aFailedAttemptIsRepeatedLaterAndTheLastOneIsAnError() {
    StepOutcome failure = StepOutcome.failed("TIMEOUT", "no answer within 30 s");
    Change first =
        planner.onOutcome(
            active(new StepPosition(0, 1, 0, 0, 0)), failure, Optional.empty(), true, NOW);
    assertThat(first.move().to()).isEqualTo(ExecutionState.WAITING);
    assertThat(first.move().position()).isEqualTo(new StepPosition(0, 1, 1, 0, NOW + 5_000));
    assertThat(first.results().get(0).dueMillis()).isEqualTo(NOW + 5_000);

    Change last =
        planner.onOutcome(
            active(new StepPosition(0, 12, 11, 0, 0)), failure, Optional.empty(), true, NOW);
    assertThat(last.move().to()).isEqualTo(ExecutionState.ERROR);
    assertThat(last.results().get(0).dueMillis()).isZero();
  }

  @Test
  void aFinalFailureIsAnErrorAtOnce() {
    Change change =
        planner.onOutcome(
            active(new StepPosition(1, 1, 0, 0, 0)),
            StepOutcome.failedForGood("GONE", "410"),
            Optional.empty(),
            true,
            NOW);

    assertThat(change.move().to()).isEqualTo(ExecutionState.ERROR);
    assertThat(change.move().position()).isEqualTo(new StepPosition(1, 1, 1, 0, 0));
  }

  @Test
  void postponingBurnsNoAttemptAndLeavesNoTrace() {
    Change change =
        planner.onOutcome(
            active(new StepPosition(1, 1, 3, 0, 0)),
            new StepOutcome.Postponed(Instant.ofEpochMilli(NOW + 50)),
            Optional.empty(),
            true,
            NOW);

    assertThat(change.results()).isEmpty();
    assertThat(change.move().to()).isEqualTo(ExecutionState.WAITING);
    assertThat(change.move().position()).isEqualTo(new StepPosition(1, 1, 3, 0, NOW + 50));
  }

  @Test
  void anOutputThatIsTooLargeFailsForGood() {
    StepOutcome outcome =
        StepPlanner.checked(new StepOutcome.Completed(new byte[StepPlanner.MAX_OUTPUT + 1]));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> {
              assertThat(failed.isFinal()).isTrue();
              assertThat(failed.error().code()).isEqualTo("OUTPUT_TOO_LARGE");
            });
  }

  @Test
  void whatAWorkerReportsMovesTheExecution() {
    StepPosition leased = new StepPosition(0, 5, 2, 0, NOW + 60_000);
    JobLease lease = new JobLease("kind", "w-1", NOW - 1_000, STEPS.size());
    byte[] output = "1".getBytes(StandardCharsets.UTF_8);

    Change done = planner.onReport(ID, leased, lease, new StepReport.Complete(output), NOW);
    assertThat(done.move().to()).isEqualTo(ExecutionState.GET_STEP);
    assertThat(done.move().position()).isEqualTo(new StepPosition(1, 5, 0, 0, 0));
    assertThat(done.results().get(0).worker()).isEqualTo("w-1");

    JobLease ofLast = new JobLease("kind", "w-1", NOW - 1_000, 1);
    Change last = planner.onReport(ID, leased, ofLast, new StepReport.Complete(output), NOW);
    assertThat(last.move().to()).isEqualTo(ExecutionState.DONE);

    Change extended =
        planner.onReport(ID, leased, lease, new StepReport.Extend(Duration.ofHours(1)), NOW);
    assertThat(extended.move().position()).isEqualTo(new StepPosition(0, 5, 2, 0, NOW + 3_600_000));

    Change released = planner.onReport(ID, leased, lease, new StepReport.Release(), NOW);
    assertThat(released.move().to()).isEqualTo(ExecutionState.GET_STEP);
    assertThat(released.move().position().attempts()).isEqualTo(2);
    assertThat(released.jobType()).isEqualTo("kind");
    assertThat(released.results()).isEmpty();

    StepReport.Fail fail =
        new StepReport.Fail(StepError.of("X", "y"), Optional.of(Duration.ofSeconds(9)), false);
    Change failed = planner.onReport(ID, leased, lease, fail, NOW);
    assertThat(failed.move().to()).isEqualTo(ExecutionState.WAITING);
    assertThat(failed.move().position()).isEqualTo(new StepPosition(0, 5, 3, 0, NOW + 9_000));
  }

  @Test
  void aLeaseIsExtendedUpToSevenDaysOnly() {
    JobLease lease = new JobLease("kind", "w-1", NOW, 1);

    assertThat(lease.extendedTo(NOW + Duration.ofDays(8).toMillis()))
        .isEqualTo(NOW + Duration.ofDays(7).toMillis());
  }

  @Test
  void aLeaseThatEndsBurnsAnAttempt() {
    StepPosition leased = new StepPosition(0, 5, 2, 0, NOW);
    JobLease lease = new JobLease("kind", "w-1", NOW - 1_000, 1);

    Change ended = planner.onLeaseEnded(ID, leased, lease, NOW);
    assertThat(ended.move().to()).isEqualTo(ExecutionState.GET_STEP);
    assertThat(ended.move().position().attempts()).isEqualTo(3);
    assertThat(ended.results().get(0).error().code()).isEqualTo("LEASE_ENDED");

    StepPosition often = new StepPosition(0, 12, 11, 0, NOW);
    assertThat(planner.onLeaseEnded(ID, often, lease, NOW).move().to())
        .isEqualTo(ExecutionState.ERROR);
  }

  @Test
  void aJobThatNobodyServesFailsAndOneThatIsServedWaitsOn() {
    StepPosition queued = new StepPosition(0, 5, 2, 0, NOW);

    Change failed = planner.onUnserved(ID, queued, "kind", NOW);
    assertThat(failed.move().to()).isEqualTo(ExecutionState.ERROR);
    assertThat(failed.results().get(0).error().code()).isEqualTo("NO_WORKER");

    Change waits = planner.onStillQueued(ID, queued, "kind", NOW + 500, NOW);
    assertThat(waits.move().to()).isEqualTo(ExecutionState.GET_STEP);
    assertThat(waits.move().position()).isEqualTo(new StepPosition(0, 5, 2, 0, NOW + 500));
    assertThat(waits.jobType()).isEqualTo("kind");
  }

  @Test
  void aJobWhoseInputCannotBeMadeFails() {
    Change failed =
        planner.onFailedInput(ID, new StepPosition(0, 5, 0, 0, NOW), "no such key", NOW);

    assertThat(failed.move().to()).isEqualTo(ExecutionState.ERROR);
    assertThat(failed.results().get(0).error().message()).isEqualTo("no such key");
  }

  @Test
  void aJobOfAnUnknownTypeGoesBackToFindItOut() {
    StepPosition leased = new StepPosition(0, 5, 2, 0, NOW + 60_000);
    JobLease unknown = new JobLease("", "w-1", NOW, 0);

    Change released = planner.onReport(ID, leased, unknown, new StepReport.Release(), NOW);
    assertThat(released.move().position().dueMillis()).isZero();
    assertThat(released.jobType()).isEmpty();
  }
}
