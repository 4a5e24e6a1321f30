package io.spillway.chaos.check;

import io.spillway.chaos.history.ClientCall;
import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StoredExecution;
import io.spillway.chaos.history.StoredResolution;
import io.spillway.harness.TestAutomation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * By which resolution each execution of an automation left the paused state. Its latest move bears
 * the time of the resolution, unless it was terminated singly after that: then the times of the
 * calls, by the clients' clock, show whether it had been released before, or leave it open.
 */
final class MoveAttribution {
  /** How often a resolution moved something, for certain and at most. */
  record Range(long min, long max) {
    boolean contains(long count) {
      return count >= min && count <= max;
    }

    @Override
    public String toString() {
      return min == max ? Long.toString(min) : min + " to " + max;
    }
  }

  private final Map<String, Long> certain = new HashMap<>();
  private final Map<String, Long> uncertain = new HashMap<>();
  private final List<StoredExecution> unexplained = new ArrayList<>();
  private final List<StoredResolution> resolutions;
  private final Map<Long, List<ClientOperation>> terminations = new HashMap<>();
  private final Map<String, ClientOperation> calls = new HashMap<>();
  private final Set<Long> auditedAsTerminated = new HashSet<>();

  private MoveAttribution(RunHistory history, TestAutomation automation) {
    resolutions = history.resolutionsOf(automation);
    history
        .operations(ClientCall.Kind.TERMINATE)
        .filter(ClientOperation::mayBeDone)
        .forEach(
            operation ->
                terminations
                    .computeIfAbsent(operation.executionId(), id -> new ArrayList<>())
                    .add(operation));
    history.operations().stream()
        .filter(operation -> operation.call().kind().isResolve())
        .forEach(operation -> calls.put(operation.call().key(), operation));
    history.last().audit().stream()
        .filter(row -> row.isTermination())
        .forEach(row -> auditedAsTerminated.add(Long.parseLong(row.subject())));
    history.executionsOf(automation).stream()
        .filter(StoredExecution::wasPaused)
        .forEach(this::attribute);
  }

  static MoveAttribution of(RunHistory history, TestAutomation automation) {
    return new MoveAttribution(history, automation);
  }

  /** How many a resolution moved, as a range. */
  Range movedBy(StoredResolution resolution) {
    long min = certain.getOrDefault(resolution.id(), 0L);
    return new Range(min, min + uncertain.getOrDefault(resolution.id(), 0L));
  }

  /** Executions that left the paused state without a resolution or termination. */
  List<StoredExecution> unexplained() {
    return unexplained;
  }

  private void attribute(StoredExecution execution) {
    if (execution.isPaused()) {
      return;
    }
    List<ClientOperation> own = terminations.getOrDefault(execution.id(), List.of());
    if (execution.isTerminated() && auditedAsTerminated.contains(execution.id())) {
      // The time proves nothing: with a clamped clock it may be that of a resolution as well.
      attributeTerminated(execution, own);
      return;
    }
    for (StoredResolution resolution : resolutions) {
      if (resolution.movedLast(execution)) {
        certain.merge(resolution.id(), 1L, Long::sum);
        return;
      }
    }
    if (execution.isTerminated() && !own.isEmpty()) {
      attributeTerminated(execution, own);
    } else {
      unexplained.add(execution);
    }
  }

  /** The first resolution after the trip took it, unless the termination came before. */
  private void attributeTerminated(StoredExecution execution, List<ClientOperation> terminations) {
    Instant earliest =
        terminations.stream()
            .map(ClientOperation::sent)
            .min(Instant::compareTo)
            .orElse(Instant.MIN);
    Instant latest =
        terminations.stream()
            .filter(ClientOperation::isDone)
            .map(ClientOperation::answered)
            .min(Instant::compareTo)
            .orElse(Instant.MAX);
    for (StoredResolution resolution : resolutions) {
      if (!resolution.covers(execution)) {
        continue;
      }
      boolean leftNone = resolution.counts().errored() == 0;
      if (resolution.order().run() && mayBegin(resolution, latest)) {
        boolean before = leftNone && isOver(resolution, earliest);
        (before ? certain : uncertain).merge(resolution.id(), 1L, Long::sum);
      }
      if (leftNone) {
        return;
      }
    }
  }

  private boolean mayBegin(StoredResolution resolution, Instant before) {
    ClientOperation call = calls.get(resolution.order().reason());
    return call == null || call.sent().isBefore(before);
  }

  private boolean isOver(StoredResolution resolution, Instant by) {
    ClientOperation call = calls.get(resolution.order().reason());
    return call != null && call.isDone() && call.answered().isBefore(by);
  }
}
