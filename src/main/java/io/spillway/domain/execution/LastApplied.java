package io.spillway.domain.execution;

import java.util.List;

/**
 * The latest requests applied to a segment, to detect repeated ones.
 *
 * @param resolutionId of the latest resolution that moved something here, empty before the first
 * @param resolved how many it moved
 * @param operationId of the latest transition that moved something here, 0 before the first
 * @param results of its moves, in order
 */
record LastApplied(
    String resolutionId, int resolved, long operationId, List<Transition.Result> results) {
  static final LastApplied NOTHING = new LastApplied("", 0, 0, List.of());

  LastApplied {
    results = List.copyOf(results);
  }
}
