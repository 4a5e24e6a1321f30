package io.spillway.store;

import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepResult;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What came of the steps of executions. */
public interface StepStore {
  /**
   * Adds results of executions of one segment. They share the group commits of the other writes.
   *
   * @param results all of this segment, at most 1,024
   * @return completes when they are durable; fails with {@link StoreException} if the store fails;
   *     nothing is written then, unless it is an {@link UnknownOutcomeException}
   */
  CompletionStage<Void> append(long segmentId, List<StepResult> results);

  /**
   * Reads the results of some executions of a segment, in the order in which they were added.
   * Blocks.
   *
   * @throws UnreadableSegmentException if they are damaged
   */
  List<StepResult> results(long segmentId, Slots slots);
}
