package io.spillway.store.sql;

import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentCodec;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.StepCounts;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore;
import io.spillway.store.StaleWriteException;
import io.spillway.store.UnreadableSegmentException;
import io.vertx.core.json.JsonArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Facts and segments in SQL. */
final class SqlExecutions implements ExecutionStore {
  /** Bytes of contexts in memory during a scan, unless a single one is larger. */
  private static final long MAX_BYTES = 1L << 20;

  /** Those of the saved images, and those that were created paused since. */
  private static final String PAUSED_BY_AUTOMATION =
      "SELECT a.automation_id, SUM(s.paused + COALESCE((SELECT SUM(f.execution_count)"
          + " FROM fact_block f WHERE f.first_execution_id >= s.segment_id * "
          + ExecutionIds.SLOTS
          + " + s.slot_count AND f.first_execution_id < (s.segment_id + 1) * "
          + ExecutionIds.SLOTS
          + " AND f.generation > 0), 0)) AS paused"
          // CROSS keeps SQLite from reading the segments of automations that never tripped.
          + " FROM automation_state a CROSS JOIN segment s"
          + " WHERE a.generation > 0 AND s.automation_id = a.automation_id"
          + " AND (s.paused > 0 OR s.slot_count < "
          + ExecutionIds.SLOTS
          + ")"
          + " GROUP BY a.automation_id";

  /** Those of the saved images, and those that were created pending since. */
  private static final String AUTOMATIONS_TO_RUN =
      "SELECT w.automation_id FROM ("
          + "SELECT s.automation_id FROM segment s WHERE s.runnable = 1"
          + " UNION SELECT s.automation_id FROM segment s WHERE s.slot_count < "
          + ExecutionIds.SLOTS
          + " AND EXISTS (SELECT 1 FROM fact_block f WHERE f.first_execution_id >= s.segment_id * "
          + ExecutionIds.SLOTS
          + " + s.slot_count AND f.first_execution_id < (s.segment_id + 1) * "
          + ExecutionIds.SLOTS
          // For "= 0", SQLite would index all blocks at each call.
          + " AND f.generation < 1)"
          + ") AS w";

  private static final String UPDATE_SEGMENT =
      "UPDATE segment SET version = ?, slot_count = ?, paused = ?, states = ?, pending = ?,"
          + " queued = ?, running = ?, waiting = ?, next_due_at = ?, runnable = ?, image = ?"
          + " WHERE segment_id = ? AND version = ?";

  private final GroupCommit writer;
  private final QueryRunner reader;

  SqlExecutions(GroupCommit writer, QueryRunner reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public CompletionStage<Void> save(Segment segment) {
    SegmentSummary summary = segment.summary();
    StepCounts counts = summary.counts();
    byte[] image = SegmentCodec.encode(segment);
    return writer.write(
        session -> {
          int rows =
              session.update(
                  UPDATE_SEGMENT,
                  segment.version(),
                  summary.count(),
                  summary.paused(),
                  summary.states(),
                  counts.pending(),
                  counts.queued(),
                  counts.running(),
                  counts.waiting(),
                  nextDue(counts),
                  counts.hasWork(),
                  image,
                  segment.segmentId(),
                  segment.version() - 1);
          if (rows == 0) {
            throw new StaleWriteException("segment", segment.segmentId(), segment.version() - 1);
          }
        },
        WriteQueue.Priority.BULK);
  }

  private static Optional<Long> nextDue(StepCounts counts) {
    return counts.nextDueMillis() == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(counts.nextDueMillis());
  }

  @Override
  public Optional<Segment> load(long segmentId) {
    return undamaged(
            segmentId,
            () ->
                reader.first(
                    "SELECT automation_id, image FROM segment WHERE segment_id = ?",
                    row -> image(segmentId, row),
                    segmentId))
        .map(this::withLaterAppends);
  }

  private static Segment image(long segmentId, ResultSet row) throws SQLException {
    String automationId = QueryRunner.text(row, "automation_id");
    byte[] image = row.getBytes("image");
    if (image == null) {
      return Segment.empty(segmentId, automationId);
    }
    Segment segment = readable(segmentId, () -> SegmentCodec.decode(image).saved());
    if (segment.segmentId() != segmentId || !segment.automationId().equals(automationId)) {
      throw new UnreadableSegmentException(
          segmentId, "its image is of segment " + segment.segmentId() + " of another automation");
    }
    return segment;
  }

  /** Reads a part of a segment; any failure means that it is damaged. */
  private static <T> T readable(long segmentId, Supplier<T> read) {
    try {
      return read.get();
    } catch (RuntimeException e) {
      throw new UnreadableSegmentException(segmentId, String.valueOf(e.getMessage()));
    }
  }

  /** Reads rows of a segment, which may be on a damaged page. */
  private static <T> T undamaged(long segmentId, Supplier<T> read) {
    try {
      return read.get();
    } catch (DamagedDataException e) {
      throw new UnreadableSegmentException(segmentId, String.valueOf(e.getMessage()));
    }
  }

  /** Adds the executions whose facts were written after the image. */
  private Segment withLaterAppends(Segment saved) {
    if (saved.count() == ExecutionIds.SLOTS) {
      return saved;
    }
    List<AppendBatch> later = appendBatches(saved.segmentId(), saved.count());
    return readable(
        saved.segmentId(),
        () -> {
          Segment segment = saved;
          for (AppendBatch batch : later) {
            segment = segment.restore(batch);
          }
          return segment;
        });
  }

  /** A segment takes a block of executions as a whole, so {@code fromSlot} is the first of one. */
  @Override
  public List<AppendBatch> appendBatches(long segmentId, int fromSlot) {
    return undamaged(
        segmentId,
        () ->
            reader.list(
                "SELECT first_execution_id, execution_count, created_at, generation"
                    + " FROM fact_block WHERE first_execution_id >= ? AND first_execution_id < ?"
                    + " ORDER BY first_execution_id",
                SqlExecutions::appendBatch,
                ExecutionIds.of(segmentId, fromSlot),
                ExecutionIds.of(segmentId + 1, 0)));
  }

  private static AppendBatch appendBatch(ResultSet row) throws SQLException {
    int slot = ExecutionIds.slotOf(row.getLong("first_execution_id"));
    int count = row.getInt("execution_count");
    int generation = row.getInt("generation");
    long at = row.getLong("created_at");
    return generation == 0
        ? new AppendBatch(slot, count, 0, 0, at)
        : new AppendBatch(slot, 0, count, generation, at);
  }

  @Override
  public List<SegmentSummary> summaries(String automationId) {
    List<SegmentSummary> stored =
        reader.list(
            "SELECT segment_id, version, slot_count, paused, states, pending, queued, running,"
                + " waiting, next_due_at FROM segment WHERE automation_id = ? ORDER BY segment_id",
            SegmentRow::summary,
            automationId);
    return stored.stream().map(this::withLaterAppends).toList();
  }

  @Override
  public List<String> automationsToRun() {
    return reader.list(AUTOMATIONS_TO_RUN, row -> QueryRunner.text(row, "automation_id"));
  }

  /** An automation that never tripped has none. */
  @Override
  public Map<String, Long> pausedByAutomation() {
    return reader.list(PAUSED_BY_AUTOMATION, SqlExecutions::pausedCount).stream()
        .filter(counted -> counted.getValue() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map.Entry<String, Long> pausedCount(ResultSet row) throws SQLException {
    return Map.entry(QueryRunner.text(row, "automation_id"), row.getLong("paused"));
  }

  private SegmentSummary withLaterAppends(SegmentSummary stored) {
    if (stored.isFull()) {
      return stored;
    }
    try {
      return load(stored.segmentId()).map(Segment::summary).orElse(stored);
    } catch (UnreadableSegmentException e) {
      return ofUnreadable(stored);
    }
  }

  /** Full, so that nothing is appended to it. */
  private SegmentSummary ofUnreadable(SegmentSummary stored) {
    int paused = pausedSince(stored);
    return new SegmentSummary(
        stored.segmentId(),
        stored.version(),
        ExecutionIds.SLOTS,
        stored.paused() + paused,
        stored.states(),
        stored.counts());
  }

  /**
   * Executions that were created paused since the image was saved; 0 if they are unreadable too.
   */
  private int pausedSince(SegmentSummary stored) {
    try {
      return appendBatches(stored.segmentId(), stored.count()).stream()
          .mapToInt(AppendBatch::paused)
          .sum();
    } catch (UnreadableSegmentException e) {
      return 0;
    }
  }

  @Override
  public List<Long> segmentsNewestFirst(
      String automationId, long beforeSegmentId, int stateMask, int limit) {
    return reader.list(
        "SELECT segment_id FROM segment WHERE automation_id = ? AND segment_id < ?"
            + " AND (? = 0 OR slot_count < ? OR (states & ?) <> 0)"
            + " ORDER BY segment_id DESC LIMIT ?",
        row -> row.getLong("segment_id"),
        automationId,
        beforeSegmentId,
        stateMask,
        ExecutionIds.SLOTS,
        stateMask,
        limit);
  }

  @Override
  public List<Long> segmentsOldestFirst(String automationId, long afterSegmentId, int limit) {
    return reader.list(
        "SELECT segment_id FROM segment WHERE automation_id = ? AND segment_id > ?"
            + " ORDER BY segment_id LIMIT ?",
        row -> row.getLong("segment_id"),
        automationId,
        afterSegmentId,
        limit);
  }

  @Override
  public long contextBytes(long segmentId, Instant since) {
    return undamaged(
        segmentId,
        () ->
            reader
                .first(
                    "SELECT COALESCE(SUM(length(contexts)), 0) AS bytes FROM fact_block"
                        + " WHERE first_execution_id >= ? AND first_execution_id < ?"
                        + " AND created_at >= ?",
                    row -> row.getLong("bytes"),
                    ExecutionIds.of(segmentId, 0),
                    ExecutionIds.of(segmentId + 1, 0),
                    since)
                .orElseThrow());
  }

  @Override
  public Optional<String> automationOf(long segmentId) {
    return reader.first(
        "SELECT automation_id FROM segment WHERE segment_id = ?",
        row -> QueryRunner.text(row, "automation_id"),
        segmentId);
  }

  @Override
  public Map<Long, ExecutionFact> facts(Collection<Long> executionIds) {
    try {
      return factsOf(executionIds);
    } catch (DamagedDataException e) {
      // It does not say in which segment.
      return factsBySegment(executionIds);
    }
  }

  private Map<Long, ExecutionFact> factsBySegment(Collection<Long> executionIds) {
    Map<Long, ExecutionFact> facts = new HashMap<>();
    executionIds.stream()
        .collect(Collectors.groupingBy(ExecutionIds::segmentOf))
        .forEach((segmentId, ids) -> facts.putAll(undamaged(segmentId, () -> factsOf(ids))));
    return facts;
  }

  private Map<Long, ExecutionFact> factsOf(Collection<Long> executionIds) {
    Set<Long> wanted = Set.copyOf(executionIds);
    Map<Long, ExecutionFact> facts = new HashMap<>();
    reader
        .list(
            "SELECT * FROM fact_block WHERE first_execution_id IN (SELECT ("
                + "SELECT max(first_execution_id) FROM fact_block WHERE first_execution_id <= value"
                + ") FROM ("
                + reader.dialect().numbers()
                + ") AS wanted)",
            SqlExecutions::block,
            new JsonArray(List.copyOf(wanted)).encode())
        .forEach(
            block ->
                unpack(block, wanted::contains)
                    .forEach(fact -> facts.put(fact.executionId(), fact)));
    return facts;
  }

  @Override
  public void forEachFact(long segmentId, LongPredicate wanted, Consumer<ExecutionFact> consumer) {
    long first = -1;
    long bytes = 0;
    for (BlockSize block : undamaged(segmentId, () -> blockSizes(segmentId))) {
      if (first >= 0 && bytes + block.bytes() > MAX_BYTES) {
        forEachFactBetween(first, block.firstExecutionId(), wanted, consumer);
        first = -1;
        bytes = 0;
      }
      first = first < 0 ? block.firstExecutionId() : first;
      bytes += block.bytes();
    }
    if (first >= 0) {
      forEachFactBetween(first, ExecutionIds.of(segmentId + 1, 0), wanted, consumer);
    }
  }

  /** Bytes of contexts in a block. */
  private record BlockSize(long firstExecutionId, long bytes) {}

  private List<BlockSize> blockSizes(long segmentId) {
    return reader.list(
        "SELECT first_execution_id, length(contexts) AS bytes FROM fact_block"
            + " WHERE first_execution_id >= ? AND first_execution_id < ?"
            + " ORDER BY first_execution_id",
        row -> new BlockSize(row.getLong("first_execution_id"), row.getLong("bytes")),
        ExecutionIds.of(segmentId, 0),
        ExecutionIds.of(segmentId + 1, 0));
  }

  private void forEachFactBetween(
      long from, long to, LongPredicate wanted, Consumer<ExecutionFact> consumer) {
    undamaged(
            ExecutionIds.segmentOf(from),
            () ->
                reader.list(
                    "SELECT * FROM fact_block WHERE first_execution_id >= ?"
                        + " AND first_execution_id < ? ORDER BY first_execution_id",
                    SqlExecutions::block,
                    from,
                    to))
        .forEach(block -> unpack(block, wanted).forEach(consumer));
  }

  private static FactBlock block(ResultSet row) throws SQLException {
    long first = row.getLong("first_execution_id");
    int count = row.getInt("execution_count");
    long createdAt = row.getLong("created_at");
    int generation = row.getInt("generation");
    int version = row.getInt("automation_version");
    byte[] layout = row.getBytes("layout");
    byte[] contexts = row.getBytes("contexts");
    return readable(
        ExecutionIds.segmentOf(first),
        () -> new FactBlock(first, count, createdAt, generation, version, layout, contexts));
  }

  /** The facts of the wanted executions of a block. */
  private static List<ExecutionFact> unpack(FactBlock block, LongPredicate wanted) {
    return readable(ExecutionIds.segmentOf(block.firstExecutionId()), () -> block.unpack(wanted));
  }

  @Override
  public List<Created> newestFirst(Created before, int limit) {
    List<Created> newest = new ArrayList<>();
    reader
        .list(
            "SELECT created_at, first_execution_id, execution_count FROM fact_block"
                + " WHERE (created_at, first_execution_id) < (?, ?)"
                + " ORDER BY created_at DESC, first_execution_id DESC LIMIT ?",
            row -> newestFirst(row, before),
            before.atMillis(),
            before.executionId(),
            limit)
        .forEach(block -> block.limit(limit - newest.size()).forEach(newest::add));
    return newest;
  }

  /** The executions of a block before this position, newest first. */
  private static Stream<Created> newestFirst(ResultSet row, Created before) throws SQLException {
    long at = row.getLong("created_at");
    long first = row.getLong("first_execution_id");
    long end = first + row.getInt("execution_count");
    long last = (at == before.atMillis() ? Math.min(end, before.executionId()) : end) - 1;
    return LongStream.rangeClosed(first, last)
        .map(id -> last - (id - first))
        .mapToObj(id -> new Created(at, id));
  }

  @Override
  public long reserveSegmentIds(long above, int count) {
    return BlockingWait.on(
        writer.submit(
            session -> {
              session.update(
                  "UPDATE counter SET value = (CASE WHEN value > ? THEN value ELSE ? END) + ?"
                      + " WHERE name = 'segment'",
                  above + 1,
                  above + 1,
                  (long) count);
              long end =
                  session
                      .first(
                          "SELECT value FROM counter WHERE name = 'segment'",
                          row -> row.getLong("value"))
                      .orElseThrow();
              return end - count;
            }));
  }
}
