package io.spillway.chaos.check;

import io.spillway.chaos.evidence.Call;
import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Execution;
import io.spillway.chaos.evidence.Operation;
import io.spillway.chaos.evidence.Resolution;
import io.spillway.it.Member;
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
 * calls, by the clients' clock, tell whether it had been released before, or leave it open.
 */
final class Departures {
  /** How often a resolution moved something, for certain and at most. */
  record Range(long least, long most) {
    boolean contains(long count) {
      return count >= least && count <= most;
    }

    @Override
    public String toString() {
      return least == most ? Long.toString(least) : least + " to " + most;
    }
  }

  private final Map<String, Long> certain = new HashMap<>();
  private final Map<String, Long> possible = new HashMap<>();
  private final List<Execution> unexplained = new ArrayList<>();
  private final List<Resolution> resolutions;
  private final Map<Long, List<Operation>> terminations = new HashMap<>();
  private final Map<String, Operation> calls = new HashMap<>();
  private final Set<Long> auditedAsTerminated = new HashSet<>();

  private Departures(Evidence evidence, Member member) {
    resolutions = evidence.resolutionsOf(member);
    evidence
        .operations(Call.Kind.TERMINATE)
        .filter(Operation::mayBeDone)
        .forEach(
            operation ->
                terminations
                    .computeIfAbsent(operation.executionId(), id -> new ArrayList<>())
                    .add(operation));
    evidence.operations().stream()
        .filter(operation -> operation.call().kind().isResolve())
        .forEach(operation -> calls.put(operation.call().key(), operation));
    evidence.last().audit().stream()
        .filter(row -> row.tellsOfTermination())
        .forEach(row -> auditedAsTerminated.add(Long.parseLong(row.subject())));
    evidence.executionsOf(member).stream().filter(Execution::wasHeld).forEach(this::attribute);
  }

  static Departures of(Evidence evidence, Member member) {
    return new Departures(evidence, member);
  }

  /** How many a resolution moved, as far as can be told. */
  Range movedBy(Resolution resolution) {
    long least = certain.getOrDefault(resolution.id(), 0L);
    return new Range(least, least + possible.getOrDefault(resolution.id(), 0L));
  }

  /** Executions that are held no more although nobody released, cancelled or terminated them. */
  List<Execution> unexplained() {
    return unexplained;
  }

  private void attribute(Execution execution) {
    if (execution.isPaused()) {
      return;
    }
    List<Operation> singly = terminations.getOrDefault(execution.id(), List.of());
    if (execution.isTerminated() && auditedAsTerminated.contains(execution.id())) {
      // The time tells nothing: where a clock is held, it may be that of a resolution as well.
      attributeTerminated(execution, singly);
      return;
    }
    for (Resolution resolution : resolutions) {
      if (resolution.movedLast(execution)) {
        certain.merge(resolution.id(), 1L, Long::sum);
        return;
      }
    }
    if (execution.isTerminated() && !singly.isEmpty()) {
      attributeTerminated(execution, singly);
    } else {
      unexplained.add(execution);
    }
  }

  /** The first resolution after the trip took it, unless the termination came before. */
  private void attributeTerminated(Execution execution, List<Operation> singly) {
    Instant earliest =
        singly.stream().map(Operation::sent).min(Instant::compareTo).orElse(Instant.MIN);
    Instant latest =
        singly.stream()
            .filter(Operation::isDone)
            .map(Operation::answered)
            .min(Instant::compareTo)
            .orElse(Instant.MAX);
    for (Resolution resolution : resolutions) {
      if (!resolution.covers(execution)) {
        continue;
      }
      boolean leftNone = resolution.counts().errored() == 0;
      if (resolution.order().run() && mayBegin(resolution, latest)) {
        boolean before = leftNone && isOver(resolution, earliest);
        (before ? certain : possible).merge(resolution.id(), 1L, Long::sum);
      }
      if (leftNone) {
        return;
      }
    }
  }

  private boolean mayBegin(Resolution resolution, Instant before) {
    Operation call = calls.get(resolution.order().reason());
    return call == null || call.sent().isBefore(before);
  }

  private boolean isOver(Resolution resolution, Instant by) {
    Operation call = calls.get(resolution.order().reason());
    return call != null && call.isDone() && call.answered().isBefore(by);
  }
}
