package io.spillway.api.http;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepResult;
import io.spillway.store.StepStore;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Results of steps in memory. */
final class FakeSteps implements StepStore {
  final List<StepResult> results = new CopyOnWriteArrayList<>();

  @Override
  public CompletionStage<Void> append(long segmentId, List<StepResult> more) {
    throw FakeStore.notForTheApi();
  }

  @Override
  public List<StepResult> results(long segmentId, Slots slots) {
    return results.stream()
        .filter(result -> ExecutionIds.segmentOf(result.executionId()) == segmentId)
        .filter(result -> slots.contains(ExecutionIds.slotOf(result.executionId())))
        .toList();
  }
}
