package io.spillway.api.http;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.store.ExecutionStore;
import io.spillway.store.StoreException;
import io.spillway.store.UnreadableSegmentException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Segments in memory, as far as the API reads them from the store. */
final class FakeSegments implements ExecutionStore {
  final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  final AtomicInteger loads = new AtomicInteger();
  volatile long failsAt;
  volatile long unreadable;

  void clear() {
    segments.clear();
    loads.set(0);
    failsAt = 0;
    unreadable = 0;
  }

  @Override
  public Optional<Segment> load(long segmentId) {
    loads.incrementAndGet();
    if (segmentId == failsAt) {
      throw new StoreException("connection cut");
    }
    if (segmentId == unreadable) {
      throw new UnreadableSegmentException(segmentId, "damaged");
    }
    return Optional.ofNullable(segments.get(segmentId));
  }

  @Override
  public List<Long> segmentsOldestFirst(String automationId, long afterSegmentId, int limit) {
    return segments.tailMap(afterSegmentId, false).keySet().stream().limit(limit).toList();
  }

  @Override
  public CompletionStage<Void> save(Segment segment) {
    throw FakeStore.notForTheApi();
  }

  @Override
  public List<AppendBatch> appendBatches(long segmentId, int fromSlot) {
    throw FakeStore.notForTheApi();
  }

  @Override
  public List<SegmentSummary> summaries(String automationId) {
    throw FakeStore.notForTheApi();
  }

  @Override
  public List<String> automationsToRun() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Long> pausedByAutomation() {
    throw FakeStore.notForTheApi();
  }

  @Override
  public List<Long> segmentsNewestFirst(
      String automationId, long beforeSegmentId, int stateMask, int limit) {
    throw FakeStore.notForTheApi();
  }

  @Override
  public long contextBytes(long segmentId, Instant since) {
    throw FakeStore.notForTheApi();
  }

  @Override
  public Optional<String> automationOf(long segmentId) {
    throw FakeStore.notForTheApi();
  }

  @Override
  public Map<Long, ExecutionFact> facts(Collection<Long> executionIds) {
    throw FakeStore.notForTheApi();
  }

  @Override
  public void forEachFact(long segmentId, LongPredicate wanted, Consumer<ExecutionFact> taker) {
    throw FakeStore.notForTheApi();
  }

  @Override
  public List<Created> newestFirst(Created before, int limit) {
    throw FakeStore.notForTheApi();
  }

  @Override
  public long reserveSegmentIds(long above, int count) {
    throw FakeStore.notForTheApi();
  }
}
