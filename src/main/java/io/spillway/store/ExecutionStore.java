package io.spillway.store;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
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
   *     cannot; nothing is written then
   */
  CompletionStage<Void> save(Segment segment);

  /**
   * Reads a segment: what was saved of it, and executions added since then in the state they were
   * created in. Blocks.
   */
  Optional<Segment> load(long segmentId);

  /**
   * Reads the executions of a segment from a slot on, as they were created: groups of those created
   * together, in order. Blocks.
   */
  List<AppendBatch> arrivals(long segmentId, int fromSlot);

  /** Reads summaries of all segments of an automation, oldest first. Blocks. */
  List<SegmentSummary> summaries(String automationId);

  /**
   * Reads ids of segments of an automation, newest first. Blocks.
   *
   * @param beforeSegmentId only ids below this one
   * @param stateMask only segments in which one of these states may occur; 0 means any. The answer
   *     may hold segments in which none does, and lacks none in which one does
   * @param limit at most so many
   */
  List<Long> segmentsNewestFirst(
      String automationId, long beforeSegmentId, int stateMask, int limit);

  /**
   * Reads ids of segments of an automation, oldest first. Blocks.
   *
   * @param afterSegmentId only ids beyond this one
   * @param limit at most so many
   */
  List<Long> segmentsOldestFirst(String automationId, long afterSegmentId, int limit);

  /** Reads the automation that a segment belongs to. Blocks. */
  Optional<String> automationOf(long segmentId);

  /** Reads the facts of executions; ids without facts are absent from the answer. Blocks. */
  Map<Long, ExecutionFact> facts(Collection<Long> executionIds);

  /**
   * Reads the facts of executions of one segment, oldest first, a bounded number of bytes at a
   * time. Blocks.
   *
   * @param wanted tells of an execution id whether its facts are to be read
   */
  void eachFact(long segmentId, LongPredicate wanted, Consumer<ExecutionFact> consumer);

  /**
   * Reads executions of all automations, newest first. Blocks.
   *
   * @param before only those created before this one; {@link Created#LATEST} for the newest
   * @param limit at most so many
   */
  List<Created> newestFirst(Created before, int limit);

  /**
   * Takes segment ids that nobody else has or will get. Blocks.
   *
   * @param above every id is larger than this one
   * @return the first of {@code count} consecutive ids
   */
  long takeSegmentIds(long above, int count);

  /**
   * A place in the list of all executions.
   *
   * @param atMillis when it was created, epoch milliseconds
   * @param executionId orders executions of the same moment
   */
  record Created(long atMillis, long executionId) {
    /** A place before every execution in a list that begins with the newest. */
    public static final Created LATEST = new Created(Long.MAX_VALUE, Long.MAX_VALUE);
  }
}
