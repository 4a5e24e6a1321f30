package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.StepResult;
import io.spillway.engine.job.StepReport;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepCancellation;
import io.spillway.engine.step.StepContext;
import io.spillway.engine.step.StepOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides how executions go on: pure functions of what is known and the time. The order of the
 * states follows the contract; nothing is started or written here.
 */
final class StepPlanner {
  /** Losses of a node after which a step is given up: it may be what ends the nodes. */
  private static final int MAX_RECOVERIES = 3;

  /** The error of a lease that ended without a report. */
  static final String LEASE_ENDED = "LEASE_ENDED";

  /** Maximum size of an output. */
  static final int MAX_OUTPUT = StepReport.Complete.MAX_OUTPUT;

  private final Duration unservedAfter;
  private final DoubleSupplier random;

  /**
   * @param unservedAfter a step that no worker takes for this long has failed
   * @param random 0 to 1, for the spread of delays
   */
  StepPlanner(Duration unservedAfter, DoubleSupplier random) {
    this.unservedAfter = unservedAfter;
    this.random = random;
  }

  /**
   * An execution that waits for its turn goes on.
   *
   * @param recovered whether its step ran on a node that was lost
   */
  Change onTurn(Candidate candidate, boolean recovered, long nowMillis) {
    StepPosition before = candidate.position();
    Progress progress = new Progress(candidate.executionId(), before.run(), nowMillis);
    int recoveries = before.recoveries() + (recovered ? 1 : 0);
    if (recoveries >= MAX_RECOVERIES) {
      StepError error =
          StepError.of(
              "NODE_LOST",
              "the node that ran this step was lost " + recoveries + " times, most likely by it");
      return progress.toError(at(before, recoveries), error);
    }
    Subject subject = Subject.of(candidate);
    return progress.to(
        candidate.next(), subject, at(before, recoveries), true, candidate.resumes());
  }

  /**
   * An execution goes on whose step ended before its node was lost: that is durable, but the
   * execution was not moved.
   */
  Change onDurable(Candidate candidate, StepResult result, long nowMillis) {
    StepPosition before = candidate.position();
    Progress progress = new Progress(candidate.executionId(), before.run(), nowMillis);
    return switch (result.outcome()) {
      case COMPLETED, SKIPPED -> {
        Subject subject = Subject.of(candidate);
        StepPosition after = new StepPosition(before.step() + 1, before.run(), 0, 0, 0);
        yield progress.to(candidate.next(), subject, after, true, false);
      }
      case WAITING -> progress.move(ExecutionState.WAITING, until(before, result.dueMillis()));
      case FAILED ->
          progress.move(
              result.dueMillis() == 0 ? ExecutionState.ERROR : ExecutionState.WAITING,
              failedOnce(before, result.dueMillis()));
    };
  }

  private static StepPosition at(StepPosition before, int recoveries) {
    return new StepPosition(
        before.step(), before.run(), before.attempts(), recoveries, before.dueMillis());
  }

  /** A worker takes a job, until this time. */
  Change onLeased(Candidate candidate, long dueMillis) {
    StepPosition queued = candidate.position();
    StepPosition leased =
        new StepPosition(
            queued.step(), queued.run() + 1, queued.attempts(), queued.recoveries(), dueMillis);
    return new Change(
        candidate.executionId(),
        List.of(),
        Change.move(candidate.executionId(), queued.run(), ExecutionState.PROCESS_STEP, leased),
        Optional.empty(),
        "");
  }

  /** A worker did not report before its lease ended: another may take the job. */
  Change onLeaseEnded(long executionId, StepPosition leased, JobLease lease, long nowMillis) {
    StepError error = StepError.of(LEASE_ENDED, "the worker did not report before its lease ended");
    Progress progress = new Progress(executionId, leased.run(), nowMillis);
    StepPosition after = failedOnce(leased, 0);
    boolean isLast = after.attempts() >= RetrySchedule.MAX_ATTEMPTS;
    progress.add(
        leased, lease, StepResult.Outcome.FAILED, isLast ? 0 : nowMillis, error, Change.NO_OUTPUT);
    return isLast
        ? progress.move(ExecutionState.ERROR, after)
        : progress.queueForWorkers(after, lease.type());
  }

  /** A worker has reported about the job that it holds. */
  Change onReport(
      long executionId, StepPosition leased, JobLease lease, StepReport report, long nowMillis) {
    Progress progress = new Progress(executionId, leased.run(), nowMillis);
    if (report instanceof StepReport.Complete complete) {
      progress.add(
          leased, lease, StepResult.Outcome.COMPLETED, 0, StepError.NONE, complete.output());
      return leased.step() + 1 == lease.stepCount()
          ? progress.move(ExecutionState.DONE, StepPosition.START)
          : progress.move(
              ExecutionState.GET_STEP, new StepPosition(leased.step() + 1, leased.run(), 0, 0, 0));
    }
    if (report instanceof StepReport.Fail fail) {
      int attempt = leased.attempts() + 1;
      boolean isLast = fail.isFinal() || attempt >= RetrySchedule.MAX_ATTEMPTS;
      long due = isLast ? 0 : dueAfter(attempt, fail.retryAfter(), nowMillis);
      progress.add(leased, lease, StepResult.Outcome.FAILED, due, fail.error(), Change.NO_OUTPUT);
      return progress.move(
          isLast ? ExecutionState.ERROR : ExecutionState.WAITING, failedOnce(leased, due));
    }
    if (report instanceof StepReport.Extend extend) {
      long due = lease.extendedTo(nowMillis + extend.lease().toMillis());
      return progress.move(ExecutionState.PROCESS_STEP, until(leased, due));
    }
    return progress.queueForWorkers(leased, lease.type());
  }

  /** The input of a job cannot be made. */
  Change onFailedInput(long executionId, StepPosition queued, String message, long nowMillis) {
    return new Progress(executionId, queued.run(), nowMillis)
        .toError(queued, StepError.of("EXPRESSION", message));
  }

  /** Nobody serves the type of a job. */
  Change onUnserved(long executionId, StepPosition queued, String type, long nowMillis) {
    StepError error =
        StepError.of("NO_WORKER", "no worker asked for jobs of type " + type + " for too long");
    return new Progress(executionId, queued.run(), nowMillis).toError(queued, error);
  }

  /** A job goes on waiting for a worker, until this time. */
  Change onStillQueued(
      long executionId, StepPosition queued, String type, long dueMillis, long nowMillis) {
    return new Progress(executionId, queued.run(), nowMillis)
        .queueForWorkers(queued, type, dueMillis);
  }

  /**
   * A step that the node ran has ended.
   *
   * @param next what comes after it, if it is completed
   * @param mayStart whether a further step may be started at once
   */
  Change onOutcome(
      ActiveStep ended,
      StepOutcome outcome,
      Optional<NextStep> next,
      boolean mayStart,
      long nowMillis) {
    Progress progress = new Progress(ended.executionId(), ended.position().run(), nowMillis);
    if (outcome instanceof StepOutcome.Completed completed) {
      progress.add(ended, StepResult.Outcome.COMPLETED, 0, StepError.NONE, completed.output());
      StepContext context = Change.with(ended.context(), ended.step(), completed.output());
      Subject subject =
          new Subject(
              ended.fact(),
              ended.steps(),
              context,
              ended.bytes() + (long) completed.output().length);
      StepPosition after =
          new StepPosition(ended.step().index() + 1, ended.position().run(), 0, 0, 0);
      return progress.to(next.orElseThrow(), subject, after, mayStart, false);
    }
    if (outcome instanceof StepOutcome.Waiting waiting) {
      long due = waiting.until().toEpochMilli();
      progress.add(ended, StepResult.Outcome.WAITING, due, StepError.NONE, Change.NO_OUTPUT);
      return progress.move(ExecutionState.WAITING, until(ended.position(), due));
    }
    if (outcome instanceof StepOutcome.Postponed postponed) {
      long due = postponed.until().toEpochMilli();
      return progress.move(ExecutionState.WAITING, until(ended.position(), due));
    }
    return failed(ended, (StepOutcome.Failed) outcome, progress);
  }

  private Change failed(ActiveStep ended, StepOutcome.Failed failure, Progress progress) {
    boolean isLast = failure.isFinal() || ended.attempt() >= RetrySchedule.MAX_ATTEMPTS;
    long due = isLast ? 0 : dueAfter(ended.attempt(), failure.retryAfter(), progress.nowMillis);
    progress.add(ended, StepResult.Outcome.FAILED, due, failure.error(), Change.NO_OUTPUT);
    return progress.move(
        isLast ? ExecutionState.ERROR : ExecutionState.WAITING, failedOnce(ended.position(), due));
  }

  /** When a step is tried again that failed at this attempt. */
  private long dueAfter(int attempt, Optional<Duration> retryAfter, long nowMillis) {
    return nowMillis
        + RetrySchedule.delayAfter(attempt, retryAfter, random.getAsDouble()).toMillis();
  }

  private static StepPosition failedOnce(StepPosition before, long due) {
    return new StepPosition(
        before.step(), before.run(), before.attempts() + 1, before.recoveries(), due);
  }

  private static StepPosition until(StepPosition before, long due) {
    return new StepPosition(
        before.step(), before.run(), before.attempts(), before.recoveries(), due);
  }

  /** The output as an outcome: one that is too large is a failure that stays. */
  static StepOutcome checked(StepOutcome outcome) {
    if (outcome instanceof StepOutcome.Completed completed
        && completed.output().length > MAX_OUTPUT) {
      return StepOutcome.failedForGood(
          "OUTPUT_TOO_LARGE",
          "the output has "
              + completed.output().length
              + " bytes, must have at most "
              + MAX_OUTPUT);
    }
    return outcome;
  }

  /** Texts of failures have no values, so that a context never reaches a log. */
  static StepOutcome failedBy(Throwable thrown) {
    return StepOutcome.failed(
        "INTERNAL", "the step could not be run: " + thrown.getClass().getSimpleName());
  }

  /** What goes on. */
  private record Subject(ExecutionFact fact, List<Step> steps, StepContext context, long bytes) {
    static Subject of(Candidate candidate) {
      return new Subject(
          candidate.fact(), candidate.steps(), candidate.context(), candidate.bytes());
    }
  }

  /** Collects what is stored of one execution before it moves. */
  private final class Progress {
    private final long executionId;
    private final int run;
    private final long nowMillis;
    private final List<StepResult> results = new ArrayList<>();

    Progress(long executionId, int run, long nowMillis) {
      this.executionId = executionId;
      this.run = run;
      this.nowMillis = nowMillis;
    }

    void add(
        ActiveStep ended,
        StepResult.Outcome outcome,
        long dueMillis,
        StepError error,
        byte[] output) {
      JobLease ofNode = new JobLease("", "", ended.startedAtMillis(), 0);
      add(ended.position(), ofNode, outcome, dueMillis, error, output);
    }

    void add(
        StepPosition leased,
        JobLease lease,
        StepResult.Outcome outcome,
        long dueMillis,
        StepError error,
        byte[] output) {
      results.add(
          new StepResult(
              executionId,
              leased.step(),
              run,
              leased.attempts() + 1,
              outcome,
              lease.startedAtMillis(),
              nowMillis,
              dueMillis,
              lease.worker(),
              error,
              output));
    }

    /**
     * To what comes next.
     *
     * @param at where the execution is; its attempts count if that very step is next
     */
    Change to(NextStep next, Subject subject, StepPosition at, boolean mayStart, boolean resumes) {
      next.skipped()
          .forEach(step -> results.add(Change.skipped(executionId, step, run, nowMillis)));
      if (next.what() instanceof NextStep.What.Finish) {
        return move(ExecutionState.DONE, StepPosition.START);
      }
      if (next.what() instanceof NextStep.What.Fail fail) {
        return toError(of(fail.index(), at), fail.error());
      }
      if (next.what() instanceof NextStep.What.Hand hand) {
        return queueForWorkers(of(hand.step().index(), at), hand.step().jobType());
      }
      NextStep.What.Run what = (NextStep.What.Run) next.what();
      StepPosition there = of(what.step().index(), at);
      if (!mayStart) {
        return move(ExecutionState.GET_STEP, there);
      }
      return start(what, subject, there, resumes);
    }

    private StepPosition of(int step, StepPosition at) {
      return step == at.step()
          ? new StepPosition(step, run, at.attempts(), at.recoveries(), 0)
          : new StepPosition(step, run, 0, 0, 0);
    }

    private Change start(
        NextStep.What.Run what, Subject subject, StepPosition there, boolean resumes) {
      StepPosition position =
          new StepPosition(there.step(), run + 1, there.attempts(), there.recoveries(), 0);
      ActiveStep active =
          new ActiveStep(
              subject.fact(),
              subject.steps(),
              what.step(),
              position,
              subject.context(),
              nowMillis,
              subject.bytes(),
              new StepCancellation());
      return new Change(
          executionId,
          results,
          Change.move(executionId, run, ExecutionState.PROCESS_STEP, position),
          Optional.of(new Change.Start(active, what, resumes)),
          "");
    }

    Change toError(StepPosition at, StepError error) {
      results.add(
          Change.result(
              executionId, at, StepResult.Outcome.FAILED, nowMillis, nowMillis, 0, error));
      return move(ExecutionState.ERROR, failedOnce(at, 0));
    }

    /** A job of an unknown type has no time: the next turn finds the type out. */
    Change queueForWorkers(StepPosition at, String type) {
      return queueForWorkers(at, type, type.isEmpty() ? 0 : nowMillis + unservedAfter.toMillis());
    }

    Change queueForWorkers(StepPosition at, String type, long dueMillis) {
      return new Change(
          executionId,
          results,
          Change.move(executionId, run, ExecutionState.GET_STEP, until(at, dueMillis)),
          Optional.empty(),
          type);
    }

    Change move(ExecutionState to, StepPosition position) {
      return new Change(
          executionId, results, Change.move(executionId, run, to, position), Optional.empty(), "");
    }
  }
}
