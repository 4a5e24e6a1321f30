package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * One turn of a runner: takes executions of one segment as far as permits, pace and memory allow.
 * Runs on the actor's context; what blocks runs elsewhere.
 */
final class RunnerTurn {
  /** After a failure, and while there is no memory. */
  static final long RETRY_MILLIS = 500;

  private static final long SET_ASIDE_MILLIS = 10_000;
  private static final int MAX_STARTS = 256;
  private static final long MAX_BYTES = 8L << 20;
  private static final int WAITING = ExecutionState.WAITING.bit();
  private static final int READY =
      WAITING
          | ExecutionState.PENDING.bit()
          | ExecutionState.CREATING.bit()
          | ExecutionState.GET_STEP.bit()
          | ExecutionState.COMPLETE_STEP.bit();

  private final AutomationRunner runner;
  private final LostSteps lost;
  private final WorkerJobs jobs;
  private final CandidateReader reader;
  private boolean wide;
  private boolean waitsForPace;
  private boolean waitsForMemory;
  private boolean waitsForOthers;

  RunnerTurn(AutomationRunner runner, LostSteps lost, WorkerJobs jobs) {
    this.runner = runner;
    this.lost = lost;
    this.jobs = jobs;
    this.reader = new CandidateReader(runner.shared());
  }

  /** Whether the last turn ended since the pace allows no more at this moment. */
  boolean waitsForPace() {
    return waitsForPace;
  }

  /** Whether the last turn ended since contexts take too much memory at this moment. */
  boolean waitsForMemory() {
    return waitsForMemory;
  }

  /** Whether the last turn ended since too much runs; the end of a step wakes the runner. */
  boolean waitsForOthers() {
    return waitsForOthers;
  }

  /** Takes a turn. Completes with whether there may be more to do at once. */
  Future<Boolean> take() {
    waitsForPace = false;
    waitsForMemory = false;
    waitsForOthers = false;
    long now = runner.shared().clock().millis();
    if (lost.nextMillis() <= now) {
      return takeLost(now);
    }
    OptionalLong due = runner.ready().due(now);
    if (due.isPresent()) {
      return orSetAside(due.getAsLong(), takeDue(due.getAsLong(), now));
    }
    OptionalLong next = runner.ready().next();
    return next.isPresent()
        ? orSetAside(next.getAsLong(), takeReady(next.getAsLong(), now, runner.ready()::exhausted))
        : Future.succeededFuture(false);
  }

  /** A segment that cannot be read, such as a damaged one, does not hold up the others. */
  private Future<Boolean> orSetAside(long segmentId, Future<Boolean> turn) {
    return turn.onFailure(
        failure -> {
          long updates = runner.ready().updatesOf(segmentId);
          runner.ready().exhausted(segmentId, updates);
          runner.ready().exhaustedDue(segmentId, updates);
          runner
              .host()
              .context()
              .owner()
              .setTimer(SET_ASIDE_MILLIS, tick -> runner.onSummary(runner.host().known(segmentId)));
        });
  }

  private Future<Boolean> takeLost(long now) {
    int wanted = Math.min(MAX_STARTS, byPace());
    int permits = wanted == 0 ? 0 : permits(wanted);
    if (permits == 0) {
      return Future.succeededFuture(false);
    }
    List<ExecutionStatus> executions = lost.take(permits);
    if (executions.isEmpty()) {
      runner.shared().permits().give(permits);
      return Future.succeededFuture(true);
    }
    long segmentId = ExecutionIds.segmentOf(executions.get(0).executionId());
    return goOn(
            segmentId,
            executions,
            permits,
            candidate ->
                candidate
                    .durable()
                    .map(result -> runner.planner().onDurable(candidate, result, now))
                    .orElseGet(() -> runner.planner().onTurn(candidate, true, now)))
        .map(
            taken -> {
              lost.putBack(segmentId, executions.subList(taken, executions.size()));
              return taken > 0;
            })
        .onFailure(failure -> lost.putBackFor(SET_ASIDE_MILLIS, segmentId, executions));
  }

  /** First the leases that have ended, then what waited. */
  private Future<Boolean> takeDue(long segmentId, long now) {
    return read(segmentId, ExecutionState.PROCESS_STEP.bit(), now, ExecutionIds.SLOTS)
        .compose(
            running -> {
              List<Change> ends =
                  running.stream()
                      .filter(execution -> execution.position().dueMillis() > 0)
                      .map(execution -> jobs.onLeaseEnded(execution, now))
                      .toList();
              return ends.isEmpty() ? Future.succeededFuture() : runner.carryOut(segmentId, ends);
            })
        .compose(done -> takeReady(segmentId, now, runner.ready()::exhaustedDue));
  }

  /** Is told that a segment has nothing to do since it had so many updates. */
  @FunctionalInterface
  private interface Exhausted {
    void accept(long segmentId, long updates);
  }

  private Future<Boolean> takeReady(long segmentId, long now, Exhausted exhausted) {
    long updates = runner.ready().updatesOf(segmentId);
    int room = room();
    if (room == 0) {
      return Future.succeededFuture(false);
    }
    int states = runner.host().startsSteps() ? READY : WAITING;
    return read(segmentId, states, now, wide ? ExecutionIds.SLOTS : room)
        .compose(
            executions -> {
              List<ExecutionStatus> free =
                  executions.stream()
                      .filter(execution -> !runner.active().has(execution.executionId()))
                      .toList();
              if (free.isEmpty()) {
                exhausted.accept(segmentId, updates);
                return Future.succeededFuture(true);
              }
              int permits = permits(Math.min(room, free.size()));
              return permits == 0
                  ? Future.succeededFuture(false)
                  : goOn(segmentId, free, permits, candidate -> onTurn(candidate, now))
                      .map(
                          taken -> {
                            boolean waits = waitsForMemory || waitsForOthers;
                            if (taken == 0 && !waits) {
                              exhausted.accept(segmentId, updates);
                            }
                            return taken > 0 || !waits;
                          });
            });
  }

  private Change onTurn(Candidate candidate, long now) {
    if (candidate.status().state() == ExecutionState.WAITING) {
      runner.shared().metrics().timerLag(now - candidate.position().dueMillis());
    }
    return candidate.isQueued()
        ? jobs.onOverdue(candidate, now)
        : runner.planner().onTurn(candidate, false, now);
  }

  /**
   * Moves executions on, in their order, up to the first that must wait.
   *
   * @return how many went on
   */
  private Future<Integer> goOn(
      long segmentId,
      List<ExecutionStatus> executions,
      int permits,
      Function<Candidate, Change> plan) {
    return runner
        .host()
        .context()
        .executeBlocking(
            () -> reader.read(runner.host().automationId(), segmentId, executions, MAX_BYTES),
            false)
        .onFailure(failure -> runner.shared().permits().give(permits))
        .compose(candidates -> write(segmentId, candidates, permits, plan));
  }

  private Future<Integer> write(
      long segmentId, List<Candidate> candidates, int permits, Function<Candidate, Change> plan) {
    List<Change> changes = new ArrayList<>();
    int started;
    try {
      started = plan(candidates, allowed(candidates, permits), plan, changes);
    } catch (RuntimeException e) {
      changes.forEach(change -> runner.active().release(change.executionId()));
      long held = changes.stream().filter(change -> change.started().isPresent()).count();
      runner.shared().permits().give(permits - (int) held);
      return Future.failedFuture(e);
    }
    runner.pace().take(started);
    runner.shared().permits().give(permits - started);
    wide = started == 0;
    if (changes.isEmpty()) {
      return Future.succeededFuture(0);
    }
    runner.starting(started);
    return runner
        .carryOut(segmentId, changes)
        .map(
            done -> {
              runner.starting(-started);
              return changes.size();
            });
  }

  /**
   * Workers may have taken jobs of this automation meanwhile; lost steps count as running already.
   */
  private int allowed(List<Candidate> candidates, int permits) {
    boolean areLost =
        candidates.stream()
            .anyMatch(candidate -> candidate.status().state() == ExecutionState.PROCESS_STEP);
    return areLost ? permits : (int) Math.max(0, Math.min(permits, runner.room()));
  }

  /**
   * Plans changes up to the first execution that must wait.
   *
   * @return how many of them start a step, which has a permit and bytes then
   */
  private int plan(
      List<Candidate> candidates,
      int permits,
      Function<Candidate, Change> plan,
      List<Change> changes) {
    int starts = 0;
    for (Candidate candidate : candidates) {
      if (!candidate.isQueued()
          && candidate.next().what() instanceof NextStep.What.Hand
          && jobs.isFull()) {
        waitsForOthers = true;
        break;
      }
      Change change = plan.apply(candidate);
      if (change.started().isPresent()) {
        if (starts == permits) {
          waitsForOthers |= starts == 0;
          break;
        }
        ActiveStep step = change.started().get().step();
        if (!runner.shared().permits().takeBytes(step.bytes())) {
          waitsForMemory = true;
          break;
        }
        runner.active().add(step);
        starts++;
      }
      changes.add(change);
    }
    return starts;
  }

  private Future<List<ExecutionStatus>> read(long segmentId, int states, long now, int limit) {
    return Future.fromCompletionStage(
            runner.shared().segments().readOldest(segmentId, 0, states, now, limit),
            runner.host().context())
        .map(reply -> reply.executions());
  }

  /** How many steps the settings of the automation let start now. */
  private int room() {
    long free = runner.room();
    if (free <= 0) {
      waitsForOthers = true;
      return 0;
    }
    return (int) Math.min(Math.min(free, MAX_STARTS), byPace());
  }

  private int byPace() {
    int available = runner.availableByPace();
    waitsForPace = available == 0;
    return available;
  }

  private int permits(int wanted) {
    int taken = runner.shared().permits().take(runner.host().automationId(), wanted, runner::wake);
    waitsForOthers = taken == 0;
    return taken;
  }
}
