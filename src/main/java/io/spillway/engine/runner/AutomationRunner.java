package io.spillway.engine.runner;

import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.StepResult;
import io.spillway.engine.step.StepOutcome;
import io.spillway.engine.step.StepRun;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the executions of one automation through their steps. Runs on the actor's context, beside
 * its tasks; all of its methods are called there.
 *
 * <p>It works in turns, one at a time: a turn takes executions of one segment as far as permits,
 * pace and memory allow. What has ended is written beside the turns, see {@link EndedSteps}.
 * Whatever changes what can be done {@linkplain #wake wakes} it: a segment that changed, a time
 * that came, a permit that became free.
 */
public final class AutomationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(AutomationRunner.class);
  private static final long LONGEST_SLEEP_MILLIS = 3_600_000;

  /** A damaged segment stays damaged: it is not read again and again. */
  private static final long RELOAD_MILLIS = 5_000;

  private static final long WARNING_MILLIS = 60_000;

  /** While too much runs, what is due is looked at again after this time at the earliest. */
  private static final long BLOCKED_MILLIS = 500;

  private final RunnerHost host;
  private final RunnerContext shared;
  private final StepPlanner planner;
  private final ReadySegments ready = new ReadySegments();
  private final StartPace pace = new StartPace();
  private final ActiveSteps active;
  private final EndedSteps ended;
  private final SegmentWriter writer;
  private final RunnerTurn turn;
  private final LostSteps lost;
  private final WorkerJobs jobs;
  private int starting;
  private boolean runsHere;
  private boolean reloads;
  private boolean wakes;
  private boolean turning;
  private boolean stopped;
  private boolean closing;
  private @Nullable Long timer;
  private String warnedOf = "";
  private long warnedAtMillis;

  public AutomationRunner(RunnerHost host, RunnerContext shared) {
    this.host = host;
    this.shared = shared;
    planner =
        new StepPlanner(shared.unservedAfter(), () -> ThreadLocalRandom.current().nextDouble());
    active = new ActiveSteps(shared.permits());
    writer = new SegmentWriter(host, shared, () -> stopped);
    ended = new EndedSteps(host, shared, this::writeEnded);
    jobs = new WorkerJobs(this);
    lost = new LostSteps(host, shared, active);
    turn = new RunnerTurn(this, lost, jobs);
  }

  RunnerHost host() {
    return host;
  }

  RunnerContext shared() {
    return shared;
  }

  StepPlanner planner() {
    return planner;
  }

  ReadySegments ready() {
    return ready;
  }

  StartPace pace() {
    return pace;
  }

  ActiveSteps active() {
    return active;
  }

  /** The state of the automation was read: begins with these segments, and finds what was lost. */
  public void onLoaded(Collection<SegmentSummary> segments) {
    ready.clear();
    segments.forEach(ready::update);
    runsHere = isBuiltIn();
    if (runsHere) {
      lost.find(segments).onSuccess(found -> wake()).onFailure(failure -> retryLoad());
      jobs.find(segments);
    }
  }

  /** The definition was changed: what could not be started before may be now. */
  public void onRedefined(Collection<SegmentSummary> segments) {
    if (isBuiltIn() == runsHere) {
      segments.forEach(this::onSummary);
    } else {
      onLoaded(segments);
    }
  }

  /** The state of the automation is not known any more: it is read again if there is work. */
  public void onUnloaded() {
    if (runsHere) {
      wake();
    }
  }

  /** A segment has changed. */
  public void onSummary(SegmentSummary summary) {
    if (runsHere) {
      ready.update(summary);
      wake();
    }
  }

  /** An execution was terminated. */
  public void onTerminated(long executionId) {
    active.cancel(executionId);
    jobs.onTerminated(executionId);
  }

  /** Whether nothing runs, and nothing is left to be run. */
  public boolean isIdle() {
    boolean hasWork = host.isLoaded() ? isBuiltIn() && !ready.isFinished() : runsHere;
    return isQuiet() && !hasWork;
  }

  /** Whether nothing runs. */
  public boolean isQuiet() {
    return active.isEmpty() && ended.isEmpty() && !turning;
  }

  /** Starts nothing more; what runs may finish. */
  public void close() {
    closing = true;
    cancelTimer();
    shared.permits().leave(host.automationId());
    shared.jobs().index().remove(host.automationId());
  }

  /** Stops: cancels what runs, whose outcome is not written. The next owner runs it again. */
  public void stop() {
    close();
    stopped = true;
    active.cancelAll();
  }

  /** How many more steps the settings of the automation let start now, whatever the pace. */
  long room() {
    return host.settings().maxConcurrent() - ready.running() - starting;
  }

  /** Steps are about to be in PROCESS_STEP, or no longer about to be, which counts already. */
  void starting(int count) {
    starting += count;
  }

  /** What workers ask of this automation. */
  public WorkerJobs jobs() {
    return jobs;
  }

  /** Looks soon for something to do. */
  void wake() {
    if (!wakes && !closing) {
      wakes = true;
      host.context().runOnContext(now -> awake());
    }
  }

  private void awake() {
    wakes = false;
    if (turning || closing) {
      return;
    }
    if (!host.isLoaded()) {
      host.loadLater();
      return;
    }
    if (!isBuiltIn()) {
      return;
    }
    pace.set(host.settings().maxPerSecond(), System.nanoTime());
    turning = true;
    Future.succeededFuture()
        .compose(begun -> turn.take())
        .onComplete(
            taken -> {
              turning = false;
              if (closing) {
                shared.permits().leave(host.automationId());
                return;
              }
              shared.permits().returnReserved(host.automationId());
              if (taken.failed()) {
                warn(taken.cause());
                sleep(RunnerTurn.RETRY_MILLIS);
              } else if (taken.result()) {
                wake();
              } else {
                sleep(millisUntilNext());
              }
            });
  }

  /** Says each reason once in a while, since it comes back with every turn. */
  private void warn(Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    long now = shared.clock().millis();
    if (!reason.equals(warnedOf) || now - warnedAtMillis >= WARNING_MILLIS) {
      warnedOf = reason;
      warnedAtMillis = now;
      LOG.warn(
          "executions of automation {} do not go on yet, trying again: {}",
          host.automationId(),
          reason);
    }
  }

  private long millisUntilNext() {
    if (turn.waitsForPace()) {
      return TimeUnit.NANOSECONDS.toMillis(pace.waitNanos(System.nanoTime()));
    }
    if (turn.waitsForMemory()) {
      return RunnerTurn.RETRY_MILLIS;
    }
    long due = Math.min(ready.nextDueMillis(), lost.nextMillis());
    long sleep = Math.min(LONGEST_SLEEP_MILLIS, due - shared.clock().millis());
    return turn.waitsForOthers() ? Math.max(sleep, BLOCKED_MILLIS) : sleep;
  }

  private void sleep(long millis) {
    cancelTimer();
    timer = host.context().owner().setTimer(Math.max(1, millis), tick -> wake());
  }

  private void cancelTimer() {
    if (timer != null) {
      host.context().owner().cancelTimer(timer);
      timer = null;
    }
  }

  /** Whether Spillway runs the executions; only while the automation is loaded. */
  boolean isBuiltIn() {
    return host.settings().mode() == RunnerSettings.Mode.BUILT_IN;
  }

  /** Writes changes of a segment, and starts what they start. Never fails. */
  Future<Void> carryOut(long segmentId, List<Change> changes) {
    return made(segmentId, changes).<Void>mapEmpty().otherwiseEmpty();
  }

  /**
   * Writes changes of a segment, and starts what they start. Completes with which were made; fails
   * only if another node owns the automation.
   */
  Future<List<Boolean>> made(long segmentId, List<Change> changes) {
    return writer
        .write(segmentId, changes, shared.clock().millis())
        .onSuccess(
            made -> {
              for (int i = 0; i < changes.size(); i++) {
                after(changes.get(i), made.get(i));
              }
              RunnerEvents.publish(shared.telemetry(), host.automationId(), changes, made);
            })
        .onFailure(failure -> changes.forEach(change -> after(change, false)));
  }

  /** How many steps the pace lets start now; they are counted when they are started. */
  int availableByPace() {
    return pace.available(System.nanoTime());
  }

  boolean isClosing() {
    return closing;
  }

  /** Has the state read again after a while, since it or what was lost could not be read. */
  public void retryLoad() {
    if (reloads || closing) {
      return;
    }
    reloads = true;
    host.context()
        .owner()
        .setTimer(
            RELOAD_MILLIS,
            tick -> {
              reloads = false;
              if (!closing) {
                host.loadLater();
              }
            });
  }

  private void after(Change change, boolean made) {
    if (!made) {
      shared.metrics().fenced();
    }
    if (made && change.started().isPresent() && active.has(change.executionId())) {
      active.replace(change.started().get().step());
      launch(change.started().get());
    } else {
      active.release(change);
    }
    if (made && !change.jobType().isEmpty()) {
      jobs.onQueued(change);
    }
  }

  private void launch(Change.Start start) {
    ActiveStep step = start.step();
    StepRun run =
        new StepRun(
            host.automationId(),
            step.executionId(),
            step.step(),
            step.position().run(),
            step.attempt(),
            start.run().configuration(),
            step.context(),
            step.cancellation());
    // Kinds evaluate expressions, which may take long.
    host.context()
        .executeBlocking(() -> outcomeOf(start, run), false)
        .compose(outcome -> outcome)
        .otherwise(StepPlanner::failedBy)
        .onSuccess(outcome -> host.context().runOnContext(now -> onEnded(step, outcome)));
  }

  private static Future<StepOutcome> outcomeOf(Change.Start start, StepRun run) {
    try {
      return start.resumes() ? start.run().kind().resume(run) : start.run().kind().run(run);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void onEnded(ActiveStep step, StepOutcome outcome) {
    if (!active.has(step)) {
      shared.metrics().fenced();
      return;
    }
    ended.add(step, outcome);
  }

  private Future<?> writeEnded(long segmentId, List<EndedSteps.Ended> round) {
    long now = shared.clock().millis();
    List<Change> changes =
        round.stream()
            .filter(one -> active.has(one.step()))
            .map(one -> changeOf(one, now))
            .toList();
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    round.forEach(this::measure);
    return carryOut(segmentId, changes).onComplete(written -> wake());
  }

  private Change changeOf(EndedSteps.Ended one, long nowMillis) {
    boolean mayStart =
        host.isLoaded()
            && isBuiltIn()
            && host.startsSteps()
            && !closing
            && room() >= 0
            && availableByPace() > 0;
    Change change;
    try {
      change = planner.onOutcome(one.step(), one.outcome(), one.next(), mayStart, nowMillis);
    } catch (RuntimeException e) {
      StepOutcome failed = StepOutcome.failedForGood("INTERNAL", e.getClass().getSimpleName());
      change = planner.onOutcome(one.step(), failed, Optional.empty(), false, nowMillis);
    }
    if (change.started().isPresent()) {
      pace.take(1);
    }
    return change;
  }

  private void measure(EndedSteps.Ended one) {
    StepResult.Outcome outcome =
        one.outcome() instanceof StepOutcome.Completed
            ? StepResult.Outcome.COMPLETED
            : one.outcome() instanceof StepOutcome.Failed
                ? StepResult.Outcome.FAILED
                : StepResult.Outcome.WAITING;
    shared
        .metrics()
        .ended(
            one.step().step().kind(),
            outcome,
            shared.clock().millis() - one.step().startedAtMillis());
  }
}
