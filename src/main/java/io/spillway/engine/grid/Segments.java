package io.spillway.engine.grid;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepMove;
import io.spillway.domain.execution.Transition;
import io.spillway.store.StaleWriteException;
import io.spillway.store.StoreException;
import io.spillway.store.UnknownOutcomeException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes segments in their partitions. Thread-safe; nothing blocks.
 *
 * <p>A change is durable when its stage completes. It fails with {@link StoreException} if the
 * store failed; the segment is unchanged then. It fails with {@link UnknownOutcomeException} if its
 * outcome stayed unknown until the timeout; it may be repeated. A stale segment is evicted and the
 * change retried on the stored one; a call to a member that does not answer is retried, on a new
 * owner if there is one. Each change detects whether it was applied before. Stages complete on a
 * Hazelcast thread: dependents must be short or switch threads.
 */
public final class Segments {
  private final IMap<Long, Segment> map;

  Segments(IMap<Long, Segment> map) {
    this.map = map;
  }

  /** Appends executions, whose facts are durable, to their segment. */
  public CompletionStage<SegmentReply.Changed> append(long segmentId, List<AppendBatch> batches) {
    return change(
        SegmentSummary.nothingKnownOf(segmentId),
        new SegmentRequest.Append(batches),
        SegmentReply.Changed.class);
  }

  /**
   * Moves the executions paused by generations up to {@code throughGeneration} in the selected
   * slots to {@code to}.
   *
   * @param known the newest known summary; an older segment is not changed
   */
  public CompletionStage<SegmentReply.Resolved> resolve(
      SegmentSummary known,
      String resolutionId,
      int throughGeneration,
      Slots selected,
      ExecutionState to,
      long atMillis) {
    return change(
        known,
        new SegmentRequest.Resolve(resolutionId, throughGeneration, selected, to, atMillis),
        SegmentReply.Resolved.class);
  }

  /**
   * Moves single executions.
   *
   * @param known the newest known summary; an older segment is not changed
   */
  public CompletionStage<SegmentReply.Transitioned> move(
      SegmentSummary known, Transition transition) {
    return change(known, new SegmentRequest.Move(transition), SegmentReply.Transitioned.class);
  }

  /**
   * Moves executions along their steps, each only while its run is the expected one.
   *
   * @param known the newest known summary; an older segment is not changed
   */
  public CompletionStage<SegmentReply.Transitioned> advance(
      SegmentSummary known, List<StepMove> moves, long atMillis) {
    return change(
        known, new SegmentRequest.Advance(moves, atMillis), SegmentReply.Transitioned.class);
  }

  /** Reads the executions in these slots; empty if the segment does not exist. */
  public CompletionStage<SegmentReply.ReadResult> read(long segmentId, List<Integer> slots) {
    return read(segmentId, new SegmentRequest.Read(List.copyOf(slots)));
  }

  /** Reads the newest executions below a slot, in these states (a bit mask, 0 for any). */
  public CompletionStage<SegmentReply.ReadResult> readNewest(
      long segmentId, int beforeSlot, int stateMask, int limit) {
    return read(segmentId, new SegmentRequest.ReadNewest(beforeSlot, stateMask, limit));
  }

  /**
   * Reads the oldest executions from a slot on, in these states (a bit mask, 0 for any), that are
   * due until {@code dueBeforeMillis} or have no due time.
   */
  public CompletionStage<SegmentReply.ReadResult> readOldest(
      long segmentId, int fromSlot, int stateMask, long dueBeforeMillis, int limit) {
    return read(
        segmentId, new SegmentRequest.ReadOldest(fromSlot, stateMask, dueBeforeMillis, limit));
  }

  /** Reads the ids of executions paused by generations up to {@code throughGeneration}. */
  public CompletionStage<SegmentReply.Paused> readPaused(long segmentId, int throughGeneration) {
    return answer(
        segmentId,
        submitWithRetries(
            segmentId,
            new ReadSegmentProcessor(new SegmentRequest.ReadPaused(throughGeneration)),
            RetryPolicy.ofRead()),
        reply -> as(SegmentReply.Paused.class, segmentId, reply));
  }

  /** Evicts a segment from memory; the next call loads it from the store. */
  public CompletionStage<Void> evict(long segmentId) {
    return CompletableFuture.runAsync(() -> map.evict(segmentId));
  }

  private CompletionStage<SegmentReply.ReadResult> read(long segmentId, SegmentRequest request) {
    return answer(
        segmentId,
        submitWithRetries(segmentId, new ReadSegmentProcessor(request), RetryPolicy.ofRead()),
        reply ->
            reply instanceof SegmentReply.Missing
                ? new SegmentReply.ReadResult("", 0, List.of())
                : as(SegmentReply.ReadResult.class, segmentId, reply));
  }

  private <R extends SegmentReply> CompletionStage<R> change(
      SegmentSummary known, SegmentRequest request, Class<R> expected) {
    long segmentId = known.segmentId();
    return answer(
        segmentId,
        submitWithRetries(
            segmentId, new ChangeSegmentProcessor(request, known), RetryPolicy.ofChange()),
        value -> as(expected, segmentId, value));
  }

  /**
   * Runs the processor and retries: on the stored segment after a stale write, and after a delay if
   * a member did not answer. The request stays the same, so it is applied once.
   *
   * <p>A retry is a task of its own, not a dependent stage: that one would run on the Hazelcast
   * thread that reports the failure, where Hazelcast refuses further calls.
   */
  private CompletionStage<SegmentReply> submitWithRetries(
      long segmentId, EntryProcessor<Long, Segment, SegmentReply> processor, RetryPolicy retries) {
    return submit(segmentId, processor)
        .exceptionallyCompose(
            failure -> {
              StoreException storeFailure = storeExceptionIn(failure);
              if (storeFailure instanceof StaleWriteException && retries.retryStale()) {
                return CompletableFuture.supplyAsync(
                        () -> {
                          map.evict(segmentId);
                          return submitWithRetries(segmentId, processor, retries);
                        })
                    .thenCompose(Function.identity());
              }
              if (retries.retry(failure, storeFailure)) {
                return CompletableFuture.supplyAsync(
                        () -> submitWithRetries(segmentId, processor, retries), RetryPolicy.DELAY)
                    .thenCompose(Function.identity());
              }
              return CompletableFuture.failedFuture(
                  retries.isOutcomeUnknown() ? unknown(segmentId, failure) : failure);
            });
  }

  private static UnknownOutcomeException unknown(long segmentId, Throwable failure) {
    return new UnknownOutcomeException(
        "it is not known whether segment " + segmentId + " was changed: " + failure);
  }

  /** Runs the processor; the stage completes on the Hazelcast thread. */
  private CompletableFuture<SegmentReply> submit(
      long segmentId, EntryProcessor<Long, Segment, SegmentReply> processor) {
    CompletableFuture<SegmentReply> reply = new CompletableFuture<>();
    try {
      map.submitToKey(segmentId, processor)
          .whenCompleteAsync(
              (value, failure) -> {
                if (failure == null) {
                  reply.complete(value);
                } else {
                  reply.completeExceptionally(failure);
                }
              },
              Runnable::run);
    } catch (RuntimeException e) {
      // Hazelcast throws if it cannot send at all, such as without a quorum.
      reply.completeExceptionally(e);
    }
    return reply;
  }

  /** Converts the reply; a failure is unwrapped to a {@link StoreException}. */
  private static <R> CompletionStage<R> answer(
      long segmentId, CompletionStage<SegmentReply> reply, Function<SegmentReply, R> read) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    reply
        .thenApply(read)
        .whenComplete(
            (value, failure) -> {
              if (failure == null) {
                answer.complete(value);
              } else {
                answer.completeExceptionally(asStoreException(segmentId, failure));
              }
            });
    return answer;
  }

  private static StoreException asStoreException(long segmentId, Throwable failure) {
    StoreException found = storeExceptionIn(failure);
    return found != null
        ? found
        : new StoreException("segment " + segmentId + " is not available: " + failure, failure);
  }

  /** The innermost {@link StoreException} among the causes. */
  private static @Nullable StoreException storeExceptionIn(Throwable failure) {
    @Nullable StoreException found = null;
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreException exception) {
        found = exception;
      }
    }
    return found;
  }

  private static <R extends SegmentReply> R as(
      Class<R> expected, long segmentId, SegmentReply reply) {
    if (expected.isInstance(reply)) {
      return expected.cast(reply);
    }
    throw new StoreException("segment " + segmentId + " does not exist");
  }
}
