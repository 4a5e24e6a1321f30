package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepContext;
import io.spillway.engine.step.StepOutcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Collects steps that have ended, by segment, and has those of a segment written together: one
 * round a segment at a time, so that what ends meanwhile is the next round. Runs on the actor's
 * context.
 */
final class EndedSteps {
  private static final int MAX_ROUND = 1_024;
  private static final long COLLECT_MILLIS = 3;
  private static final long RETRY_MILLIS = 500;

  private final RunnerHost host;
  private final RunnerContext shared;
  private final BiFunction<Long, List<Ended>, Future<?>> write;
  private final Map<Long, List<Ended>> waiting = new HashMap<>();
  private final Set<Long> busy = new HashSet<>();

  /**
   * A step that has ended.
   *
   * @param step what ran
   * @param outcome what came of it
   * @param next what comes after it, once that is decided
   */
  record Ended(ActiveStep step, StepOutcome outcome, Optional<NextStep> next) {}

  /**
   * @param write makes a round of one segment durable, decided; never fails
   */
  EndedSteps(
      RunnerHost host, RunnerContext shared, BiFunction<Long, List<Ended>, Future<?>> write) {
    this.host = host;
    this.shared = shared;
    this.write = write;
  }

  /** Adds a step that has ended. */
  void add(ActiveStep step, StepOutcome outcome) {
    long segmentId = ExecutionIds.segmentOf(step.executionId());
    List<Ended> round = waiting.computeIfAbsent(segmentId, first -> new ArrayList<>());
    round.add(new Ended(step, StepPlanner.checked(outcome), Optional.empty()));
    if (busy.add(segmentId)) {
      host.context().owner().setTimer(COLLECT_MILLIS, tick -> next(segmentId));
    }
  }

  /** Whether nothing waits and nothing is being written. */
  boolean isEmpty() {
    return busy.isEmpty();
  }

  private void next(long segmentId) {
    List<Ended> collected = waiting.remove(segmentId);
    if (collected == null) {
      busy.remove(segmentId);
      return;
    }
    List<Ended> round = collected;
    if (collected.size() > MAX_ROUND) {
      round = collected.subList(0, MAX_ROUND);
      waiting.put(segmentId, new ArrayList<>(collected.subList(MAX_ROUND, collected.size())));
    }
    List<Ended> ended = round;
    decide(ended)
        .compose(decided -> write.apply(segmentId, decided))
        .onComplete(
            written -> {
              if (written.succeeded()) {
                next(segmentId);
              } else {
                again(segmentId, ended);
              }
            });
  }

  /** What ran must not be forgotten, whatever fails here. */
  private void again(long segmentId, List<Ended> round) {
    waiting.computeIfAbsent(segmentId, first -> new ArrayList<>()).addAll(0, round);
    host.context().owner().setTimer(RETRY_MILLIS, tick -> next(segmentId));
  }

  /** What comes after the last step needs no thought; else expressions are evaluated elsewhere. */
  private Future<List<Ended>> decide(List<Ended> round) {
    if (round.stream().allMatch(EndedSteps::isSimple)) {
      return Future.succeededFuture(round.stream().map(this::decided).toList());
    }
    return host.context().executeBlocking(() -> round.stream().map(this::decided).toList(), false);
  }

  private static boolean isSimple(Ended ended) {
    return !(ended.outcome() instanceof StepOutcome.Completed)
        || ended.step().step().index() + 1 >= ended.step().steps().size();
  }

  private Ended decided(Ended ended) {
    if (!(ended.outcome() instanceof StepOutcome.Completed completed)) {
      return ended;
    }
    Step step = ended.step().step();
    StepContext context = Change.with(ended.step().context(), step, completed.output());
    NextStep next = NextStep.after(ended.step().steps(), step.index() + 1, context, shared.steps());
    return new Ended(ended.step(), ended.outcome(), Optional.of(next));
  }
}
