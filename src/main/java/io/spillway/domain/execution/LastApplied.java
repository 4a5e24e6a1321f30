package io.spillway.domain.execution;

import java.util.List;

/**
 * The latest requests applied, by which repetitions are known.
 *
 * @param resolutionId of the latest resolution that moved something here, empty before the first
 * @param resolved how many it moved
 * @param operationId of the latest transition that moved something here, 0 before the first
 * @param outcomes what became of each of its moves
 */
record LastApplied(
    String resolutionId, int resolved, long operationId, List<Transition.Result> outcomes) {
  static final LastApplied NOTHING = new LastApplied("", 0, 0, List.of());

  LastApplied {
    outcomes = List.copyOf(outcomes);
  }
}
