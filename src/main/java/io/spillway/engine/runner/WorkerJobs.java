package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.engine.job.JobDepth;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one automation: what waits for workers, and what they hold. A job is an execution in
 * GET_STEP with a due time, after which nobody has served it; a lease is one in PROCESS_STEP with a
 * due time, at which it ends. Runs on the actor's context.
 */
public final class WorkerJobs {
  private static final long GRACE_MILLIS = 300_000;
  private static final int JOB_STATES =
      ExecutionState.GET_STEP.bit() | ExecutionState.PROCESS_STEP.bit();

  private final AutomationRunner runner;
  private final JobQueue queue = new JobQueue();
  private final JobLeases leases;
  private final JobReports reports;
  private final long startedAtMillis;
  private boolean publishes;

  WorkerJobs(AutomationRunner runner) {
    this.runner = runner;
    this.startedAtMillis = runner.shared().clock().millis();
    this.leases = new JobLeases(runner, queue);
    this.reports = new JobReports(runner, queue);
  }

  /** Leases up to {@code max} jobs of these types to a worker, the oldest first. */
  public Future<LeasedSteps> lease(Set<String> types, String worker, int max, Duration lease) {
    if (!runner.host().startsSteps() || !runner.isBuiltIn()) {
      return Future.succeededFuture(LeasedSteps.NONE);
    }
    return leases.lease(types, worker, max, lease).onComplete(leased -> changed());
  }

  /**
   * Takes a report about a step.
   *
   * @param worker who reports; empty for a callback, which ends a step that waits
   */
  public Future<ReportedStep> report(
      long executionId, int step, int run, String worker, StepReport report) {
    return reports
        .add(new JobReports.Report(executionId, step, run, worker, report))
        .onComplete(reported -> changed());
  }

  /** Finds what waits and what is held, when the state of the automation was read. */
  void find(Collection<SegmentSummary> segments) {
    queue.clear();
    for (SegmentSummary segment : segments) {
      if (segment.counts().queued() + segment.counts().running() > 0) {
        find(segment.segmentId());
      }
    }
    changed();
  }

  private void find(long segmentId) {
    Future.fromCompletionStage(
            runner
                .shared()
                .segments()
                .readOldest(segmentId, 0, JOB_STATES, Long.MAX_VALUE, ExecutionIds.SLOTS),
            runner.host().context())
        .compose(
            read -> {
              List<ExecutionStatus> jobs =
                  read.executions().stream()
                      .filter(execution -> execution.position().dueMillis() > 0)
                      .toList();
              return leases.describe(jobs);
            })
        .onSuccess(
            found -> {
              found.forEach(this::found);
              changed();
            })
        .onFailure(failure -> runner.retryLoad());
  }

  private void found(ExecutionStatus status, JobLease lease) {
    if (status.state() == ExecutionState.PROCESS_STEP) {
      queue.leased(status.executionId(), lease);
    } else {
      queue.add(status.executionId(), lease.type(), status.updatedAtMillis());
    }
  }

  /** Whether no more jobs are queued at this moment. */
  boolean isFull() {
    return queue.isFull();
  }

  /** An execution waits for a worker now. */
  void onQueued(Change change) {
    queue.add(change.executionId(), change.jobType(), runner.shared().clock().millis());
    changed();
  }

  /** An execution was terminated. */
  void onTerminated(long executionId) {
    queue.remove(executionId);
    changed();
  }

  /** A lease has ended without a report. */
  Change onLeaseEnded(ExecutionStatus execution, long nowMillis) {
    @Nullable JobLease known = queue.lease(execution.executionId());
    runner.shared().metrics().leaseEnded();
    return runner
        .planner()
        .onLeaseEnded(
            execution.executionId(),
            execution.position(),
            known == null ? new JobLease("", "", execution.updatedAtMillis(), 0) : known,
            nowMillis);
  }

  /**
   * A job has waited for so long that it fails, unless somebody asked for its type meanwhile. A
   * node that has just started has not heard of those who do.
   */
  Change onOverdue(Candidate candidate, long nowMillis) {
    if (candidate.next().what() instanceof NextStep.What.Fail) {
      return runner.planner().onTurn(candidate, false, nowMillis);
    }
    String type = candidate.steps().get(candidate.position().step()).jobType();
    boolean isNew = nowMillis - startedAtMillis < GRACE_MILLIS;
    boolean isServed =
        isNew || runner.shared().jobs().polls().lastPoll(type).orElse(0) > nowMillis - kept();
    return isServed
        ? runner
            .planner()
            .onStillQueued(
                candidate.executionId(),
                candidate.position(),
                type,
                isNew ? nowMillis + GRACE_MILLIS : nowMillis + kept(),
                nowMillis)
        : runner
            .planner()
            .onUnserved(candidate.executionId(), candidate.position(), type, nowMillis);
  }

  private long kept() {
    return runner.shared().unservedAfter().toMillis();
  }

  /** Tells the node what there is, once for what changes together. */
  private void changed() {
    if (!publishes) {
      publishes = true;
      runner
          .host()
          .context()
          .runOnContext(
              now -> {
                publishes = false;
                publish();
              });
    }
  }

  private void publish() {
    if (!runner.isClosing()) {
      Map<String, JobDepth> depths = queue.depths();
      runner.shared().jobs().index().update(runner.host().automationId(), depths);
    }
    runner.wake();
  }
}
