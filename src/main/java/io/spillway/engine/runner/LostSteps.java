package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.SegmentSummary;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Executions whose step ran on a node that was lost: they are in PROCESS_STEP and nobody runs them.
 * They go on after up to two seconds, at random, so that a step which ends nodes does not end all
 * of them at once. Jobs of workers are not among them: their leases go on. Runs on the actor's
 * context.
 */
final class LostSteps {
  private static final long MAX_DELAY_MILLIS = 2_000;

  private final RunnerHost host;
  private final RunnerContext shared;
  private final ActiveSteps active;
  private final TreeMap<Long, List<ExecutionStatus>> bySegment = new TreeMap<>();
  private long goOnAtMillis = Long.MAX_VALUE;

  LostSteps(RunnerHost host, RunnerContext shared, ActiveSteps active) {
    this.host = host;
    this.shared = shared;
    this.active = active;
  }

  /** Looks for them in these segments. Completes when all were read, fails if one was not. */
  Future<Void> find(Collection<SegmentSummary> segments) {
    bySegment.clear();
    goOnAtMillis = shared.clock().millis() + ThreadLocalRandom.current().nextLong(MAX_DELAY_MILLIS);
    List<Future<Void>> reading =
        segments.stream()
            .filter(segment -> segment.counts().running() > 0)
            .map(segment -> find(segment.segmentId()))
            .toList();
    return Future.join(reading).mapEmpty();
  }

  private Future<Void> find(long segmentId) {
    return Future.fromCompletionStage(
            shared
                .segments()
                .readOldest(
                    segmentId,
                    0,
                    ExecutionState.PROCESS_STEP.bit(),
                    Long.MAX_VALUE,
                    ExecutionIds.SLOTS),
            host.context())
        .map(
            read -> {
              List<ExecutionStatus> lost =
                  read.executions().stream()
                      .filter(execution -> execution.position().dueMillis() == 0)
                      .filter(execution -> !active.has(execution.executionId()))
                      .toList();
              if (!lost.isEmpty()) {
                bySegment.put(segmentId, new ArrayList<>(lost));
              }
              return null;
            });
  }

  /** When the next ones go on, {@link Long#MAX_VALUE} if there are none. */
  long nextMillis() {
    return bySegment.isEmpty() ? Long.MAX_VALUE : goOnAtMillis;
  }

  /** Takes up to {@code max} of one segment. There must be some. */
  List<ExecutionStatus> take(int max) {
    Map.Entry<Long, List<ExecutionStatus>> first = bySegment.firstEntry();
    List<ExecutionStatus> all = first.getValue();
    all.removeIf(execution -> active.has(execution.executionId()));
    List<ExecutionStatus> taken = List.copyOf(all.subList(0, Math.min(max, all.size())));
    all.subList(0, taken.size()).clear();
    if (all.isEmpty()) {
      bySegment.remove(first.getKey());
    }
    return taken;
  }

  /** Puts back what cannot be read, and has all go on after a while. */
  void putBackFor(long millis, long segmentId, List<ExecutionStatus> executions) {
    putBack(segmentId, executions);
    goOnAtMillis = shared.clock().millis() + millis;
  }

  /** Puts back what could not go on yet. */
  void putBack(long segmentId, List<ExecutionStatus> rest) {
    if (!rest.isEmpty()) {
      bySegment.computeIfAbsent(segmentId, first -> new ArrayList<>()).addAll(0, rest);
    }
  }
}
