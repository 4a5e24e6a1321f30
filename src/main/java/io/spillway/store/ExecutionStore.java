package io.spillway.store;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Executions: their facts, and their segments. */
public interface ExecutionStore {
  /**
   * Writes a segment.
   *
   * @return completes when it is durable; fails with {@link StaleWriteException} if the stored
   *     version is not {@code segment.version() − 1}, with {@link StoreException} if the store
   *     fails; nothing is written then
   */
  CompletionStage<Void> save(Segment segment);

  /**
   * Reads a segment: the saved image, and executions added since in the state they were created in.
   * Blocks.
   */
  Optional<Segment> load(long segmentId);

  /**
   * Reads the executions of a segment from a slot on, as they were created: one batch for those
   * created together, in slot order. Blocks.
   */
  List<AppendBatch> appendBatches(long segmentId, int fromSlot);

  /**
   * Reads summaries of all segments of an automation, oldest first. A segment that cannot be read
   * is full, so that nothing is appended to it. In a segment that was saved before its executions
   * were counted by state, all that are not paused may be pending. Blocks.
   */
  List<SegmentSummary> summaries(String automationId);

  /**
   * Counts the paused executions of every automation that has some, also of deleted ones. Blocks.
   *
   * @return by automation id
   */
  Map<String, Long> pausedByAutomation();

  /**
   * Reads ids of the automations, also deleted ones, that Spillway runs by itself and that have
   * executions to be run, now or later: pending, within their steps, or waiting. The result may
   * contain others whose executions were saved before they were counted by state. Blocks.
   */
  List<String> automationsToRun();

  /**
   * Reads ids of segments of an automation, newest first. Blocks.
   *
   * @param beforeSegmentId only ids below this one
   * @param stateMask only segments in which one of these states may occur; 0 means any. The result
   *     may contain false positives, but no false negatives
   * @param limit maximum number
   */
  List<Long> segmentsNewestFirst(
      String automationId, long beforeSegmentId, int stateMask, int limit);

  /**
   * Reads ids of segments of an automation, oldest first. Blocks.
   *
   * @param afterSegmentId only larger ids
   * @param limit maximum number
   */
  List<Long> segmentsOldestFirst(String automationId, long afterSegmentId, int limit);

  /**
   * Adds up the bytes of the contexts of a segment that were stored since then. Blocks.
   *
   * @throws UnreadableSegmentException if it is damaged
   */
  long contextBytes(long segmentId, Instant since);

  /** Reads the automation that a segment belongs to. Blocks. */
  Optional<String> automationOf(long segmentId);

  /** Reads the facts of executions; ids without facts are absent from the result. Blocks. */
  Map<Long, ExecutionFact> facts(Collection<Long> executionIds);

  /**
   * Reads the facts of executions of one segment, oldest first, with bounded memory. Blocks.
   *
   * @param wanted selects execution ids
   */
  void forEachFact(long segmentId, LongPredicate wanted, Consumer<ExecutionFact> consumer);

  /**
   * Reads executions of all automations, newest first. Blocks.
   *
   * @param before only those created before this one; {@link Created#LATEST} for the newest
   * @param limit maximum number
   */
  List<Created> newestFirst(Created before, int limit);

  /**
   * Reserves segment ids, unique in the store. Blocks.
   *
   * @param above every id is larger than this one
   * @return the first of {@code count} consecutive ids
   */
  long reserveSegmentIds(long above, int count);

  /**
   * A position in the list of all executions, newest first.
   *
   * @param atMillis when it was created, epoch milliseconds
   * @param executionId breaks ties
   */
  record Created(long atMillis, long executionId) {
    /** Before the newest execution. */
    public static final Created LATEST = new Created(Long.MAX_VALUE, Long.MAX_VALUE);
  }
}
