package io.spillway.engine.grid;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.Slots;
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
 * The segments, each changed and read where it lies. Thread-safe; nothing blocks.
 *
 * <p>A change is durable when its stage completes. It fails with {@link StoreException} if the
 * store did not take it; the segment is then as it was. It fails with {@link
 * UnknownOutcomeException} if nobody has read for a while whether it was made; to ask for it again
 * is to find out, and no harm. A segment that turns out to have been changed behind the grid's
 * back, or to be older than the caller knows it, is dropped from memory and the change is tried
 * again on what the store has, and a member that does not answer is asked again, or who owns its
 * segments then: each change knows whether it was applied before. Stages complete on a Hazelcast
 * thread: dependents must be short or go elsewhere.
 */
public final class Segments {
  private final IMap<Long, Segment> map;

  Segments(IMap<Long, Segment> map) {
    this.map = map;
  }

  /** Puts executions, whose facts are durable, into their segment. */
  public CompletionStage<SegmentReply.Changed> append(long segmentId, List<AppendBatch> arrivals) {
    return change(
        SegmentSummary.nothingKnownOf(segmentId),
        new SegmentRequest.Append(arrivals),
        SegmentReply.Changed.class);
  }

  /**
   * Moves what generations up to {@code throughGeneration} hold in these slots to {@code to}.
   *
   * @param known what the store or the segment itself once read; it moves nothing in an older one
   */
  public CompletionStage<SegmentReply.Resolved> resolve(
      SegmentSummary known,
      String resolutionId,
      int throughGeneration,
      Slots among,
      ExecutionState to,
      long atMillis) {
    return change(
        known,
        new SegmentRequest.Resolve(resolutionId, throughGeneration, among, to, atMillis),
        SegmentReply.Resolved.class);
  }

  /**
   * Moves single executions.
   *
   * @param known what the store or the segment itself once read; it moves nothing in an older one
   */
  public CompletionStage<SegmentReply.Transitioned> move(
      SegmentSummary known, Transition transition) {
    return change(known, new SegmentRequest.Move(transition), SegmentReply.Transitioned.class);
  }

  /** Reads the executions in these slots; empty where the segment does not exist. */
  public CompletionStage<SegmentReply.ReadResult> read(long segmentId, List<Integer> slots) {
    return read(segmentId, new SegmentRequest.Read(List.copyOf(slots)));
  }

  /** Reads the newest executions below a slot, of these states (a bit mask, 0 for any). */
  public CompletionStage<SegmentReply.ReadResult> readNewest(
      long segmentId, int beforeSlot, int stateMask, int limit) {
    return read(segmentId, new SegmentRequest.ReadNewest(beforeSlot, stateMask, limit));
  }

  /** Reads the ids of executions held by generations up to {@code throughGeneration}. */
  public CompletionStage<SegmentReply.Paused> readPaused(long segmentId, int throughGeneration) {
    return answer(
        segmentId,
        submitPatiently(
            segmentId,
            new ReadSegmentProcessor(new SegmentRequest.ReadPaused(throughGeneration)),
            RetryPolicy.ofRead()),
        reply -> as(SegmentReply.Paused.class, segmentId, reply));
  }

  /** Drops a segment from memory; the next to ask for it gets what the store has. */
  public CompletionStage<Void> forget(long segmentId) {
    return CompletableFuture.runAsync(() -> map.evict(segmentId));
  }

  private CompletionStage<SegmentReply.ReadResult> read(long segmentId, SegmentRequest request) {
    return answer(
        segmentId,
        submitPatiently(segmentId, new ReadSegmentProcessor(request), RetryPolicy.ofRead()),
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
        submitPatiently(
            segmentId, new ChangeSegmentProcessor(request, known), RetryPolicy.ofChange()),
        value -> as(expected, segmentId, value));
  }

  /**
   * Runs the processor again where it may help: on what the store has if the segment had been
   * changed behind the grid's back, and after a pause if a member did not answer. The request is
   * the same each time, so what was applied before is not applied again.
   *
   * <p>The new attempt is made by a task of its own and not by a dependent of one, which runs at
   * once where the task is over already: the thread that brings a failure is Hazelcast's, and it
   * refuses to send anything from there.
   */
  private CompletionStage<SegmentReply> submitPatiently(
      long segmentId, EntryProcessor<Long, Segment, SegmentReply> processor, RetryPolicy patience) {
    return submit(segmentId, processor)
        .exceptionallyCompose(
            failure -> {
              StoreException ofStore = storeExceptionIn(failure);
              if (ofStore instanceof StaleWriteException && patience.forStale()) {
                return CompletableFuture.supplyAsync(
                        () -> {
                          map.evict(segmentId);
                          return submitPatiently(segmentId, processor, patience);
                        })
                    .thenCompose(Function.identity());
              }
              if (patience.forFailure(failure, ofStore)) {
                return CompletableFuture.supplyAsync(
                        () -> submitPatiently(segmentId, processor, patience), RetryPolicy.PAUSE)
                    .thenCompose(Function.identity());
              }
              return CompletableFuture.failedFuture(
                  patience.isUnknown() ? unknown(segmentId, failure) : failure);
            });
  }

  private static UnknownOutcomeException unknown(long segmentId, Throwable failure) {
    return new UnknownOutcomeException(
        "it is not known whether segment " + segmentId + " was changed: " + failure);
  }

  /** Runs the processor. Its stage completes where the segment does, without a change of thread. */
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
      // What keeps it from being sent at all is thrown, such as a majority that is lost.
      reply.completeExceptionally(e);
    }
    return reply;
  }

  /** What {@code reply} comes to; a failure is the exception itself and none wrapped around it. */
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
        : new StoreException("segment " + segmentId + " cannot be reached: " + failure, failure);
  }

  /** The store's own exception, from beneath those that carried it here. */
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
