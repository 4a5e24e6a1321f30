package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepResult;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what workers report, and what callbacks bring. Those of one segment that come together are
 * written together. A report of an older hand-out changes nothing. Runs on the actor's context.
 */
final class JobReports {
  private static final long COLLECT_MILLIS = 2;
  private static final int MAX_ROUND = 1_024;
  private static final long EARLY_MILLIS = 100;
  private static final int MAX_EARLY = 100;

  private final AutomationRunner runner;
  private final JobQueue queue;
  private final Map<Long, List<Waiting>> waiting = new HashMap<>();
  private final Set<Long> busy = new HashSet<>();

  /**
   * A report.
   *
   * @param step index of the step that it is about
   * @param run of the hand-out that it is about
   * @param worker who reports; empty for a callback
   */
  record Report(long executionId, int step, int run, String worker, StepReport report) {
    boolean isCallback() {
      return worker.isEmpty();
    }
  }

  /** A report that is to be answered, and how often it came too early. */
  private record Waiting(Report report, Promise<ReportedStep> reply, int early) {}

  JobReports(AutomationRunner runner, JobQueue queue) {
    this.runner = runner;
    this.queue = queue;
  }

  Future<ReportedStep> add(Report report) {
    long segmentId = ExecutionIds.segmentOf(report.executionId());
    Waiting added = new Waiting(report, Promise.promise(), 0);
    add(segmentId, added);
    return added.reply().future();
  }

  private void add(long segmentId, Waiting added) {
    waiting.computeIfAbsent(segmentId, first -> new ArrayList<>()).add(added);
    if (busy.add(segmentId)) {
      runner.host().context().owner().setTimer(COLLECT_MILLIS, tick -> next(segmentId));
    }
  }

  /** A callback may be faster than the write that has the step wait for it. */
  private void addLater(long segmentId, Waiting early) {
    runner
        .host()
        .context()
        .owner()
        .setTimer(
            EARLY_MILLIS,
            tick -> add(segmentId, new Waiting(early.report(), early.reply(), early.early() + 1)));
  }

  private void next(long segmentId) {
    @Nullable List<Waiting> collected = waiting.remove(segmentId);
    if (collected == null) {
      busy.remove(segmentId);
      return;
    }
    List<Waiting> round = new ArrayList<>();
    List<Waiting> later = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (Waiting one : collected) {
      boolean fits = round.size() < MAX_ROUND && seen.add(one.report().executionId());
      (fits ? round : later).add(one);
    }
    if (!later.isEmpty()) {
      waiting.put(segmentId, later);
    }
    take(segmentId, round)
        .onFailure(failure -> round.forEach(one -> one.reply().tryFail(failure)))
        .onComplete(taken -> next(segmentId));
  }

  private Future<Void> take(long segmentId, List<Waiting> round) {
    List<Integer> slots =
        round.stream().map(one -> ExecutionIds.slotOf(one.report().executionId())).toList();
    return Future.fromCompletionStage(
            runner.shared().segments().read(segmentId, slots), runner.host().context())
        .compose(
            read -> {
              Map<Long, ExecutionStatus> statuses = new HashMap<>();
              read.executions().forEach(status -> statuses.put(status.executionId(), status));
              return decide(segmentId, round, statuses);
            });
  }

  private Future<Void> decide(
      long segmentId, List<Waiting> round, Map<Long, ExecutionStatus> statuses) {
    List<Waiting> applied = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    List<Waiting> late = new ArrayList<>();
    long now = runner.shared().clock().millis();
    for (Waiting one : round) {
      @Nullable ExecutionStatus status = statuses.get(one.report().executionId());
      if (status != null && isCurrent(one.report(), status)) {
        applied.add(one);
        changes.add(changeOf(one.report(), status, now));
      } else if (status != null && isEarly(one, status)) {
        addLater(segmentId, one);
      } else {
        late.add(one);
      }
    }
    Future<Void> answered =
        late.isEmpty() ? Future.succeededFuture() : answerLate(segmentId, late, statuses);
    return answered.compose(
        done -> changes.isEmpty() ? Future.succeededFuture() : write(segmentId, applied, changes));
  }

  private static boolean isCurrent(Report report, ExecutionStatus status) {
    ExecutionState expected =
        report.isCallback() ? ExecutionState.WAITING : ExecutionState.PROCESS_STEP;
    return status.state() == expected
        && status.position().step() == report.step()
        && status.position().run() == report.run()
        && status.position().dueMillis() > 0;
  }

  private static boolean isEarly(Waiting one, ExecutionStatus status) {
    return one.report().isCallback()
        && one.early() < MAX_EARLY
        && status.state() == ExecutionState.PROCESS_STEP
        && status.position().step() == one.report().step()
        && status.position().run() == one.report().run();
  }

  private Change changeOf(Report report, ExecutionStatus status, long now) {
    @Nullable JobLease known = queue.lease(report.executionId());
    JobLease lease =
        known == null ? new JobLease("", report.worker(), status.updatedAtMillis(), 0) : known;
    return runner
        .planner()
        .onReport(report.executionId(), status.position(), lease, report.report(), now);
  }

  private Future<Void> write(long segmentId, List<Waiting> applied, List<Change> changes) {
    return runner
        .made(segmentId, changes)
        .map(
            made -> {
              for (int i = 0; i < applied.size(); i++) {
                answer(applied.get(i), changes.get(i), made.get(i));
              }
              return null;
            });
  }

  private void answer(Waiting one, Change change, boolean made) {
    if (!made) {
      one.reply().complete(stale(one.report()));
      return;
    }
    boolean held = change.move().to() == ExecutionState.PROCESS_STEP;
    if (!held && change.jobType().isEmpty()) {
      queue.remove(one.report().executionId());
    }
    one.reply()
        .complete(
            held
                ? new ReportedStep(
                    ReportedStep.Outcome.ACCEPTED, change.move().position().dueMillis(), "")
                : ReportedStep.ACCEPTED);
  }

  /** What came before is told from what comes too late by the results that are stored. */
  private Future<Void> answerLate(
      long segmentId, List<Waiting> late, Map<Long, ExecutionStatus> statuses) {
    Slots slots =
        Slots.of(
            late.stream().map(one -> ExecutionIds.slotOf(one.report().executionId())).toList());
    return runner
        .host()
        .context()
        .executeBlocking(() -> runner.shared().store().steps().results(segmentId, slots), false)
        .map(
            results -> {
              late.forEach(
                  one ->
                      one.reply()
                          .complete(
                              lateAnswer(
                                  one.report(),
                                  statuses.get(one.report().executionId()),
                                  results)));
              return null;
            });
  }

  private static ReportedStep lateAnswer(
      Report report, @Nullable ExecutionStatus status, List<StepResult> results) {
    boolean repeated =
        results.stream()
            .anyMatch(
                result ->
                    result.executionId() == report.executionId()
                        && result.step() == report.step()
                        && result.run() == report.run()
                        && result.outcome() == outcomeOf(report.report())
                        && !StepPlanner.LEASE_ENDED.equals(result.error().code()));
    if (repeated) {
      return new ReportedStep(ReportedStep.Outcome.REPEATED, 0, "");
    }
    if (status == null || status.state().isFinal()) {
      return ReportedStep.refused(
          ReportedStep.Outcome.GONE,
          "execution " + report.executionId() + " has ended or does not exist");
    }
    return stale(report);
  }

  private static StepResult.@Nullable Outcome outcomeOf(StepReport report) {
    if (report instanceof StepReport.Complete) {
      return StepResult.Outcome.COMPLETED;
    }
    return report instanceof StepReport.Fail ? StepResult.Outcome.FAILED : null;
  }

  private static ReportedStep stale(Report report) {
    return ReportedStep.refused(
        ReportedStep.Outcome.STALE,
        "the lease of this step of execution "
            + report.executionId()
            + " has ended, or the step was handed out again");
  }
}
