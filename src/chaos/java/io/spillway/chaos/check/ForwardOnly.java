package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.FORWARD_ONLY;

import io.spillway.chaos.history.ClientCall;
import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StoredExecution;
import io.spillway.domain.execution.ExecutionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows every execution through what clients saw of it, to where it is in the end. What is seen
 * by a call that was sent after another one was answered must not be an earlier state.
 */
final class ForwardOnly implements Rule {
  /** What was seen of an execution. */
  private record Observation(ExecutionState state, Instant from, Instant to, String how) {
    static Observation of(ClientOperation operation) {
      return new Observation(
          operation.call().kind() == ClientCall.Kind.READ
              ? operation.state()
              : ExecutionState.TERMINATE,
          operation.sent(),
          operation.answered(),
          operation.toString());
    }
  }

  @Override
  public List<Violation> check(RunHistory history) {
    Map<Long, List<Observation>> observations = new HashMap<>();
    history.operations().stream()
        .filter(ClientOperation::isDone)
        .filter(ForwardOnly::shows)
        .forEach(
            operation ->
                observations
                    .computeIfAbsent(operation.executionId(), id -> new ArrayList<>())
                    .add(Observation.of(operation)));
    Instant end = history.last().takenAt();
    for (StoredExecution execution : history.last().executions()) {
      observations
          .computeIfAbsent(execution.id(), id -> new ArrayList<>())
          .add(new Observation(execution.state(), end, end, "the database in the end"));
    }
    List<Violation> found = new ArrayList<>();
    observations.forEach((id, seen) -> follow(id, seen, found));
    return found;
  }

  private static boolean shows(ClientOperation operation) {
    return operation.call().kind() == ClientCall.Kind.READ
        || operation.call().kind() == ClientCall.Kind.TERMINATE;
  }

  private static void follow(long id, List<Observation> seen, List<Violation> found) {
    seen.sort(Comparator.comparing(Observation::from));
    for (int i = 1; i < seen.size(); i++) {
      Observation later = seen.get(i);
      for (Observation earlier : seen.subList(0, i)) {
        if (earlier.to().isBefore(later.from()) && !mayFollow(earlier.state(), later.state())) {
          found.add(
              Violation.of(
                  FORWARD_ONLY,
                  "execution %d went from %s, seen by %s, back to %s, seen by %s"
                      .formatted(id, earlier.state(), earlier.how(), later.state(), later.how()),
                  later.from(),
                  "who wrote the segment " + (id / 1024) + " between the two"));
          return;
        }
      }
    }
  }

  /** Executions are not processed here: they are paused, released, and terminated. */
  private static boolean mayFollow(ExecutionState earlier, ExecutionState later) {
    return earlier == later || rank(later) > rank(earlier);
  }

  private static int rank(ExecutionState state) {
    return switch (state) {
      case PAUSED_BY_CIRCUIT_BREAKER -> 0;
      case TERMINATE, DONE, ERROR -> 2;
      default -> 1;
    };
  }
}
