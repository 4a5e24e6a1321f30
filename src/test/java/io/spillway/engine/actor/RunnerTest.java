package io.spillway.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.execution.StepResult;
import io.spillway.domain.resolution.Decision;
import io.spillway.engine.job.LeasedStep;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.spillway.engine.step.StepKind;
import io.spillway.engine.step.StepOutcome;
import io.spillway.engine.step.StepRun;
import io.spillway.engine.step.WaitForDurationKind;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.APatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may run is run: in order, once, at the pace that was set, also after a restart. */
class RunnerTest {
  private static final String ID = "a";
  private static final BreakerLimit OFF = new BreakerLimit(0, BreakerPeriod.UNSPECIFIED);

  private final Clock clock = Clock.systemUTC();
  private final Recorder recorder = new Recorder();

  @TempDir Path directory;

  /** A kind of steps whose outcomes a test gives. */
  private static final class Recorder implements StepKind {
    final ConcurrentLinkedQueue<StepRun> runs = new ConcurrentLinkedQueue<>();
    final Map<String, Integer> byKey = new ConcurrentHashMap<>();
    final AtomicInteger active = new AtomicInteger();
    final AtomicInteger mostActive = new AtomicInteger();
    volatile Function<StepRun, Future<StepOutcome>> outcome =
        run -> Future.succeededFuture(completed("{\"step\":" + run.step().index() + "}"));

    @Override
    public String name() {
      return "record";
    }

    @Override
    public void check(JsonObject configuration, String path) {}

    @Override
    public Future<StepOutcome> run(StepRun run) {
      runs.add(run);
      byKey.merge(run.idempotencyKey(), 1, Integer::sum);
      mostActive.accumulateAndGet(active.incrementAndGet(), Math::max);
      return outcome.apply(run).onComplete(ended -> active.decrementAndGet());
    }
  }

  private static StepOutcome completed(String output) {
    return new StepOutcome.Completed(output.getBytes(StandardCharsets.UTF_8));
  }

  private static String step(String name) {
    return "{\"stepName\":\"" + name + "\",\"record\":{\"of\":\"" + name + "\"}}";
  }

  private static String job(String name, String type) {
    return "{\"stepName\":\"" + name + "\",\"" + type + "\":{\"for\":\"{{ ctx.trigger.n }}\"}}";
  }

  private Store open() {
    return SqliteStore.inFile(directory.resolve("spillway.db"), clock, new SimpleMeterRegistry());
  }

  private TestNode node(Store store) {
    return new TestNode(store, clock, List.of(recorder, new WaitForDurationKind(clock)));
  }

  private static RunnerSettings pace(int concurrent, int perSecond) {
    return new RunnerSettings(RunnerSettings.Mode.BUILT_IN, concurrent, perSecond);
  }

  private void create(TestNode node, BreakerLimit limit, RunnerSettings settings, String... steps) {
    Automation plain = node.automation(ID, limit);
    String all = "[" + String.join(",", steps) + "]";
    Automation automation =
        new Automation(
            plain.id(),
            plain.profile(),
            true,
            false,
            new Automation.Document(all, "[]", "[]", "[]", "{}"),
            Map.of(),
            limit,
            settings,
            1,
            plain.createdAt(),
            Optional.empty());
    TestNode.await(node.router.send(ID, new AutomationCommand.Create(automation, "test")));
  }

  private static ExecutionStatus status(TestNode node, long executionId) {
    return node.grid
        .segments()
        .read(ExecutionIds.segmentOf(executionId), List.of(ExecutionIds.slotOf(executionId)))
        .toCompletableFuture()
        .join()
        .executions()
        .get(0);
  }

  private static void awaitState(TestNode node, List<Long> ids, ExecutionState state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(ids)
                    .allSatisfy(id -> assertThat(status(node, id).state()).isEqualTo(state)));
  }

  private static List<StepResult> results(Store store, long executionId) {
    return store
        .steps()
        .results(
            ExecutionIds.segmentOf(executionId),
            Slots.of(List.of(ExecutionIds.slotOf(executionId))));
  }

  private static List<LeasedStep> lease(TestNode node, String type, int max, Duration lease) {
    return TestNode.await(
            node.router.send(
                ID, new AutomationCommand.LeaseSteps(Set.of(type), "worker-1", max, lease)))
        .steps();
  }

  private static ReportedStep.Outcome report(TestNode node, LeasedStep job, StepReport report) {
    return TestNode.await(
            node.router.send(
                ID,
                new AutomationCommand.ReportStep(
                    job.executionId(), job.step(), job.run(), "worker-1", report)))
        .outcome();
  }

  private static StepReport complete(String output) {
    return new StepReport.Complete(output.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void stepsRunInOrderEachOnceAndSeeWhatCameBefore() {
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), step("one"), step("two"), step("three"));
      List<Long> ids = node.fire(ID, 300);
      awaitState(node, ids, ExecutionState.DONE);

      assertThat(recorder.byKey).hasSize(900).allSatisfy((key, times) -> assertThat(times).isOne());
      assertThat(recorder.runs)
          .filteredOn(run -> run.step().name().equals("three"))
          .allSatisfy(
              run ->
                  assertThat(run.context().values().toString())
                      .contains("one=", "two=", "trigger="));
      assertThat(results(store, ids.get(0)))
          .extracting(StepResult::step, StepResult::outcome)
          .containsExactly(
              tuple(0, StepResult.Outcome.COMPLETED),
              tuple(1, StepResult.Outcome.COMPLETED),
              tuple(2, StepResult.Outcome.COMPLETED));
    }
  }

  @Test
  void withoutStepsAnExecutionIsDoneAtOnce() {
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0));
      awaitState(node, node.fire(ID, 2_000), ExecutionState.DONE);
    }
  }

  @Test
  void whatIsHeldRunsOnceItIsReleased() {
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, new BreakerLimit(10, BreakerPeriod.HOUR), pace(64, 0), step("one"));
      List<Long> ids = node.fire(ID, 1_500);
      awaitState(node, ids.subList(0, 10), ExecutionState.DONE);
      assertThat(recorder.byKey).hasSize(10);

      TestNode.await(node.resolve(ID, Decision.RUN));
      awaitState(node, ids, ExecutionState.DONE);
      assertThat(recorder.byKey)
          .hasSize(1_500)
          .allSatisfy((key, times) -> assertThat(times).isOne());
    }
  }

  @Test
  void neverMoreRunAtOnceThanAllowed() {
    recorder.outcome =
        run -> {
          Promise<StepOutcome> later = Promise.promise();
          Vertx.currentContext().owner().setTimer(5, tick -> later.complete(completed("1")));
          return later.future();
        };
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(7, 0), step("one"), step("two"));
      awaitState(node, node.fire(ID, 200), ExecutionState.DONE);

      assertThat(recorder.mostActive).hasValueLessThanOrEqualTo(7).hasValueGreaterThan(1);
    }
  }

  @Test
  void aFailingStepWaitsForItsNextAttemptAndAFinalFailureIsAnError() {
    recorder.outcome =
        run ->
            Future.succeededFuture(
                run.executionId() % 2 == 0
                    ? StepOutcome.failed("TIMEOUT", "no answer")
                    : StepOutcome.failedForGood("GONE", "the receiver says 410"));
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), step("one"));
      List<Long> ids = node.fire(ID, 10);
      List<Long> even = ids.stream().filter(id -> id % 2 == 0).toList();
      List<Long> odd = ids.stream().filter(id -> id % 2 == 1).toList();
      awaitState(node, even, ExecutionState.WAITING);
      awaitState(node, odd, ExecutionState.ERROR);

      assertThat(status(node, even.get(0)).position().attempts()).isOne();
      StepResult failed = results(store, odd.get(0)).get(0);
      assertThat(failed.error().code()).isEqualTo("GONE");
      assertThat(failed.dueMillis()).isZero();
    }
  }

  @Test
  void aStepThatThrowsIsAFailedAttempt() {
    recorder.outcome =
        run -> {
          throw new IllegalStateException("secret value");
        };
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), step("one"));
      long id = node.fire(ID, 1).get(0);
      awaitState(node, List.of(id), ExecutionState.WAITING);

      assertThat(results(store, id).get(0).error().message())
          .contains("IllegalStateException")
          .doesNotContain("secret");
    }
  }

  @Test
  void aWaitIsNeverTooShortAndSurvivesARestart() {
    String wait = "{\"stepName\":\"wait\",\"waitForDuration\":{\"duration\":\"2s\"}}";
    List<Long> ids;
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), wait, step("after"));
      ids = node.fire(ID, 50);
      awaitState(node, ids, ExecutionState.WAITING);
    }
    try (Store store = open();
        TestNode node = node(store)) {
      TestNode.await(node.router.runWhatMayRun());
      awaitState(node, ids, ExecutionState.DONE);

      assertThat(recorder.byKey).hasSize(50);
      for (long id : ids) {
        List<StepResult> all = results(store, id);
        assertThat(all.get(1).outcome()).isEqualTo(StepResult.Outcome.COMPLETED);
        assertThat(all.get(1).startedAtMillis()).isGreaterThanOrEqualTo(all.get(0).dueMillis());
      }
    }
  }

  @Test
  void whatRanOnANodeThatWasLostRunsAgainWithTheSameKey() {
    recorder.outcome = run -> Promise.<StepOutcome>promise().future();
    List<Long> ids;
    try (Store store = open()) {
      TestNode lost = node(store);
      create(lost, OFF, pace(64, 0), step("one"));
      ids = lost.fire(ID, 40);
      awaitState(lost, ids, ExecutionState.PROCESS_STEP);
      Awaitility.await().until(() -> recorder.byKey.size() == 40);
      lost.closeWithoutDraining();
    }
    recorder.outcome = run -> Future.succeededFuture(completed("true"));
    try (Store store = open();
        TestNode node = node(store)) {
      TestNode.await(node.router.runWhatMayRun());
      awaitState(node, ids, ExecutionState.DONE);

      assertThat(recorder.byKey).hasSize(40).allSatisfy((key, n) -> assertThat(n).isEqualTo(2));
      assertThat(recorder.runs).filteredOn(run -> run.run() == 2).hasSize(40);
    }
  }

  @Test
  void aTerminatedExecutionIsCancelledAndItsLateResultChangesNothing() {
    Promise<StepOutcome> late = Promise.promise();
    List<String> cancelled = new CopyOnWriteArrayList<>();
    recorder.outcome =
        run -> {
          run.cancellation().onCancelled(() -> cancelled.add(run.idempotencyKey()));
          return late.future();
        };
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), step("one"));
      long id = node.fire(ID, 1).get(0);
      Awaitility.await().until(() -> !recorder.runs.isEmpty());

      TestNode.await(
          node.router.send(
              ID, new AutomationCommand.MoveExecution(id, ExecutionState.TERMINATE, "test")));
      late.complete(completed("1"));
      TestNode.await(node.router.drain());

      assertThat(cancelled).containsExactly("spw-" + id + "-0");
      assertThat(status(node, id).state()).isEqualTo(ExecutionState.TERMINATE);
      assertThat(results(store, id)).isEmpty();
    }
  }

  @Test
  void aSwitchedOffAutomationStartsNothingUntilItIsSwitchedOn() {
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, new BreakerLimit(1, BreakerPeriod.HOUR), pace(64, 0), step("one"));
      List<Long> ids = node.fire(ID, 20);
      awaitState(node, ids.subList(0, 1), ExecutionState.DONE);
      TestNode.await(node.router.send(ID, enabled(false)));
      TestNode.await(node.resolve(ID, Decision.RUN));
      assertThat(recorder.byKey).hasSize(1);

      TestNode.await(node.router.send(ID, enabled(true)));
      awaitState(node, ids, ExecutionState.DONE);
    }
  }

  private static AutomationCommand.Update enabled(boolean on) {
    return new AutomationCommand.Update(APatch.of().enabled(Optional.of(on)).build(), "test");
  }

  @Test
  void workersGetWhatTheNodeCannotRunAndTheirResultsMoveItOn() {
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), job("grant", "grantEntitlements"), step("after"));
      List<Long> ids = node.fire(ID, 30);
      awaitState(node, ids, ExecutionState.GET_STEP);

      List<LeasedStep> jobs = lease(node, "grantEntitlements", 20, Duration.ofMinutes(1));
      assertThat(jobs).hasSize(20);
      assertThat(new String(jobs.get(0).input(), StandardCharsets.UTF_8)).isEqualTo("{\"for\":0}");
      for (LeasedStep job : jobs) {
        assertThat(report(node, job, complete("{\"ok\":true}")))
            .isEqualTo(ReportedStep.Outcome.ACCEPTED);
      }
      awaitState(node, jobs.stream().map(LeasedStep::executionId).toList(), ExecutionState.DONE);
      assertThat(recorder.byKey).hasSize(20);
      assertThat(report(node, jobs.get(0), complete("{\"ok\":true}")))
          .isEqualTo(ReportedStep.Outcome.REPEATED);
      assertThat(lease(node, "grantEntitlements", 256, Duration.ofMinutes(1))).hasSize(10);
      assertThat(lease(node, "grantEntitlements", 256, Duration.ofMinutes(1))).isEmpty();
    }
  }

  @Test
  void aLeaseThatEndsPutsTheJobBackAndTheLateReportIsStale() {
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), job("grant", "grantEntitlements"));
      long id = node.fire(ID, 1).get(0);
      awaitState(node, List.of(id), ExecutionState.GET_STEP);
      LeasedStep first = lease(node, "grantEntitlements", 1, Duration.ofSeconds(1)).get(0);
      awaitState(node, List.of(id), ExecutionState.GET_STEP);

      LeasedStep second = lease(node, "grantEntitlements", 1, Duration.ofMinutes(1)).get(0);
      assertThat(second.run()).isGreaterThan(first.run());
      assertThat(second.attempt()).isEqualTo(2);
      assertThat(report(node, first, complete("1"))).isEqualTo(ReportedStep.Outcome.STALE);
      assertThat(report(node, second, complete("1"))).isEqualTo(ReportedStep.Outcome.ACCEPTED);
      awaitState(node, List.of(id), ExecutionState.DONE);
    }
  }

  @Test
  void whatWorkersHoldAndWaitForSurvivesARestart() {
    List<LeasedStep> held;
    List<Long> ids;
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), job("grant", "grantEntitlements"));
      ids = node.fire(ID, 10);
      awaitState(node, ids, ExecutionState.GET_STEP);
      held = lease(node, "grantEntitlements", 4, Duration.ofMinutes(5));
    }
    try (Store store = open();
        TestNode node = node(store)) {
      TestNode.await(node.router.runWhatMayRun());
      for (LeasedStep job : held) {
        assertThat(report(node, job, complete("1"))).isEqualTo(ReportedStep.Outcome.ACCEPTED);
      }
      List<LeasedStep> rest = new ArrayList<>();
      Awaitility.await()
          .until(
              () -> {
                rest.addAll(lease(node, "grantEntitlements", 256, Duration.ofMinutes(5)));
                return rest.size() == 6;
              });
      rest.forEach(
          job ->
              assertThat(report(node, job, complete("1")))
                  .isEqualTo(ReportedStep.Outcome.ACCEPTED));
      awaitState(node, ids, ExecutionState.DONE);
    }
  }

  @Test
  void aRetriedExecutionGoesOnAtTheStepThatFailed() {
    recorder.outcome =
        run ->
            Future.succeededFuture(
                run.step().index() == 1
                    ? StepOutcome.failedForGood("BROKEN", "not yet")
                    : completed("1"));
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), step("one"), step("two"));
      long id = node.fire(ID, 1).get(0);
      awaitState(node, List.of(id), ExecutionState.ERROR);

      recorder.outcome = run -> Future.succeededFuture(completed("2"));
      TestNode.await(node.router.send(ID, new AutomationCommand.RetryExecution(id, "test")));
      awaitState(node, List.of(id), ExecutionState.DONE);

      assertThat(recorder.byKey)
          .containsEntry("spw-" + id + "-0", 1)
          .containsEntry("spw-" + id + "-1", 2);
    }
  }

  private static ReportedStep.Outcome callback(TestNode node, long executionId, int run) {
    return TestNode.await(
            node.router.send(
                ID,
                new AutomationCommand.ReportStep(executionId, 0, run, "", complete("\"called\""))))
        .outcome();
  }

  @Test
  void aCallbackEndsAStepThatWaitsOnceAlsoIfItIsFasterThanTheAnswer() {
    Promise<StepOutcome> answer = Promise.promise();
    recorder.outcome = run -> answer.future();
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), step("one"));
      long id = node.fire(ID, 1).get(0);
      awaitState(node, List.of(id), ExecutionState.PROCESS_STEP);
      Future<ReportedStep> early =
          node.router.send(
              ID, new AutomationCommand.ReportStep(id, 0, 1, "", complete("\"called\"")));
      answer.complete(new StepOutcome.Waiting(clock.instant().plusSeconds(3_600)));

      assertThat(TestNode.await(early).outcome()).isEqualTo(ReportedStep.Outcome.ACCEPTED);
      awaitState(node, List.of(id), ExecutionState.DONE);
      assertThat(callback(node, id, 1)).isEqualTo(ReportedStep.Outcome.REPEATED);
      assertThat(callback(node, id, 7)).isEqualTo(ReportedStep.Outcome.GONE);
    }
  }

  @Test
  void expressionsThatFailEndTheExecutionWithTheirPosition() {
    String missing = "\"{{ ctx.trigger.missing.deeper }}\"";
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), "{\"stepName\":\"one\",\"record\":{\"of\":" + missing + "}}");
      long id = node.fire(ID, 1).get(0);
      awaitState(node, List.of(id), ExecutionState.ERROR);

      assertThat(results(store, id).get(0).error().code()).isEqualTo("EXPRESSION");
    }
  }

  @Test
  void aJobWhoseInputFailsIsNotHandedOut() {
    String missing = "\"{{ ctx.trigger.missing.deeper }}\"";
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(64, 0), "{\"stepName\":\"one\",\"grant\":{\"of\":" + missing + "}}");
      long id = node.fire(ID, 1).get(0);
      awaitState(node, List.of(id), ExecutionState.GET_STEP);

      assertThat(lease(node, "grant", 5, Duration.ofMinutes(1))).isEmpty();
      awaitState(node, List.of(id), ExecutionState.ERROR);
    }
  }

  @Test
  void workersExtendGiveBackAndFailTheirJobs() {
    try (Store store = open();
        TestNode node = node(store)) {
      create(node, OFF, pace(2, 0), job("grant", "grantEntitlements"));
      List<Long> ids = node.fire(ID, 3);
      awaitState(node, ids, ExecutionState.GET_STEP);
      List<LeasedStep> jobs = lease(node, "grantEntitlements", 3, Duration.ofMinutes(1));
      assertThat(jobs).hasSize(2);

      assertThat(report(node, jobs.get(0), new StepReport.Extend(Duration.ofHours(1))))
          .isEqualTo(ReportedStep.Outcome.ACCEPTED);
      assertThat(report(node, jobs.get(0), new StepReport.Release()))
          .isEqualTo(ReportedStep.Outcome.ACCEPTED);
      StepReport fail =
          new StepReport.Fail(StepError.of("BROKEN", "for good"), Optional.empty(), true);
      assertThat(report(node, jobs.get(1), fail)).isEqualTo(ReportedStep.Outcome.ACCEPTED);
      assertThat(report(node, jobs.get(1), fail)).isEqualTo(ReportedStep.Outcome.REPEATED);
      awaitState(node, List.of(jobs.get(1).executionId()), ExecutionState.ERROR);
      assertThat(lease(node, "grantEntitlements", 3, Duration.ofMinutes(1))).hasSize(2);
    }
  }
}
