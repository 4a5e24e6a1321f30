package io.spillway.chaos.check;

import static io.spillway.chaos.check.Invariant.FORWARD_ONLY;

import io.spillway.chaos.evidence.Call;
import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Execution;
import io.spillway.chaos.evidence.Operation;
import io.spillway.domain.execution.ExecutionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows every execution through what clients saw of it, to where it is in the end. What is seen
 * by a call that was sent after another one was answered must not lie before what that one saw.
 */
final class ForwardOnly implements Rule {
  /** What was seen of an execution. */
  private record Sight(ExecutionState state, Instant from, Instant to, String how) {
    static Sight of(Operation operation) {
      return new Sight(
          operation.call().kind() == Call.Kind.READ ? operation.state() : ExecutionState.TERMINATE,
          operation.sent(),
          operation.answered(),
          operation.toString());
    }
  }

  @Override
  public List<Violation> check(Evidence evidence) {
    Map<Long, List<Sight>> sights = new HashMap<>();
    evidence.operations().stream()
        .filter(Operation::isDone)
        .filter(ForwardOnly::shows)
        .forEach(
            operation ->
                sights
                    .computeIfAbsent(operation.executionId(), id -> new ArrayList<>())
                    .add(Sight.of(operation)));
    Instant end = evidence.last().takenAt();
    for (Execution execution : evidence.last().executions()) {
      sights
          .computeIfAbsent(execution.id(), id -> new ArrayList<>())
          .add(new Sight(execution.state(), end, end, "the database in the end"));
    }
    List<Violation> found = new ArrayList<>();
    sights.forEach((id, seen) -> follow(id, seen, found));
    return found;
  }

  private static boolean shows(Operation operation) {
    return operation.call().kind() == Call.Kind.READ
        || operation.call().kind() == Call.Kind.TERMINATE;
  }

  private static void follow(long id, List<Sight> seen, List<Violation> found) {
    seen.sort(Comparator.comparing(Sight::from));
    for (int i = 1; i < seen.size(); i++) {
      Sight later = seen.get(i);
      for (Sight earlier : seen.subList(0, i)) {
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

  /** Nothing works on executions here: they are held, released, and terminated. */
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
