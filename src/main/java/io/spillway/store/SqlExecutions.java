package io.spillway.store;

import io.spillway.execution.Arrivals;
import io.spillway.execution.ExecutionFact;
import io.spillway.execution.ExecutionIds;
import io.spillway.execution.Segment;
import io.spillway.execution.SegmentCodec;
import io.spillway.execution.SegmentSummary;
import io.vertx.core.json.JsonArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Facts and segments in SQL. */
final class SqlExecutions implements ExecutionStore {
  private static final String UPDATE_SEGMENT =
      "UPDATE segment SET version = ?, slot_count = ?, paused = ?, states = ?, image = ?"
          + " WHERE segment_id = ? AND version = ?";

  private final GroupCommit writer;
  private final Reader reader;

  SqlExecutions(GroupCommit writer, Reader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public CompletionStage<Void> save(Segment segment) {
    SegmentSummary summary = segment.summary();
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
                  image,
                  segment.segmentId(),
                  segment.version() - 1);
          if (rows == 0) {
            throw new StaleWriteException("segment", segment.segmentId(), segment.version() - 1);
          }
        });
  }

  @Override
  public Optional<Segment> load(long segmentId) {
    return reader
        .first(
            "SELECT automation_id, image FROM segment WHERE segment_id = ?",
            row -> image(segmentId, row),
            segmentId)
        .map(this::withLaterArrivals);
  }

  private static Segment image(long segmentId, ResultSet row) throws SQLException {
    byte[] image = row.getBytes("image");
    return image == null
        ? Segment.empty(segmentId, Reader.text(row, "automation_id"))
        : SegmentCodec.decode(image).saved();
  }

  /** Adds the executions whose facts were written after the image was. */
  private Segment withLaterArrivals(Segment saved) {
    if (saved.count() == ExecutionIds.SLOTS) {
      return saved;
    }
    Segment segment = saved;
    for (Arrivals arrivals : arrivalsAfter(saved)) {
      segment = segment.restore(arrivals);
    }
    return segment;
  }

  private List<Arrivals> arrivalsAfter(Segment saved) {
    return reader.list(
        "SELECT execution_id, created_at, generation FROM execution"
            + " WHERE execution_id >= ? AND execution_id < ? ORDER BY execution_id",
        SqlExecutions::arrival,
        ExecutionIds.of(saved.segmentId(), saved.count()),
        ExecutionIds.of(saved.segmentId() + 1, 0));
  }

  private static Arrivals arrival(ResultSet row) throws SQLException {
    int slot = ExecutionIds.slotOf(row.getLong("execution_id"));
    int generation = row.getInt("generation");
    long at = row.getLong("created_at");
    return generation == 0
        ? new Arrivals(slot, 1, 0, 0, at)
        : new Arrivals(slot, 0, 1, generation, at);
  }

  @Override
  public List<SegmentSummary> summaries(String automationId) {
    List<SegmentSummary> stored =
        reader.list(
            "SELECT segment_id, version, slot_count, paused, states FROM segment WHERE automation_id = ?"
                + " ORDER BY segment_id",
            row ->
                new SegmentSummary(
                    row.getLong("segment_id"),
                    row.getLong("version"),
                    row.getInt("slot_count"),
                    row.getInt("paused"),
                    row.getInt("states")),
            automationId);
    return stored.stream().map(this::withLaterArrivals).toList();
  }

  private SegmentSummary withLaterArrivals(SegmentSummary stored) {
    return stored.isFull() ? stored : load(stored.segmentId()).map(Segment::summary).orElse(stored);
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
  public Optional<String> automationOf(long segmentId) {
    return reader.first(
        "SELECT automation_id FROM segment WHERE segment_id = ?",
        row -> Reader.text(row, "automation_id"),
        segmentId);
  }

  @Override
  public Map<Long, ExecutionFact> facts(Collection<Long> executionIds) {
    Map<Long, ExecutionFact> facts = new HashMap<>();
    List<ExecutionFact> rows =
        reader.list(
            "SELECT * FROM execution WHERE execution_id IN (SELECT value FROM json_each(?))",
            row ->
                new ExecutionFact(
                    row.getLong("execution_id"),
                    row.getLong("created_at"),
                    row.getInt("generation"),
                    row.getInt("automation_version"),
                    row.getBytes("context")),
            new JsonArray(new ArrayList<>(executionIds)).encode());
    rows.forEach(fact -> facts.put(fact.executionId(), fact));
    return facts;
  }

  @Override
  public List<Created> newestFirst(Created before, int limit) {
    return reader.list(
        "SELECT created_at, execution_id FROM execution"
            + " WHERE (created_at, execution_id) < (?, ?)"
            + " ORDER BY created_at DESC, execution_id DESC LIMIT ?",
        row -> new Created(row.getLong("created_at"), row.getLong("execution_id")),
        before.atMillis(),
        before.executionId(),
        limit);
  }

  @Override
  public long takeSegmentIds(long above, int count) {
    return Waiting.on(
        writer.submit(
            session -> {
              session.update(
                  "UPDATE counter SET value = max(value, ?) + ? WHERE name = 'segment'",
                  above + 1,
                  (long) count);
              try (ResultSet row =
                  session
                      .prepare("SELECT value FROM counter WHERE name = 'segment'")
                      .executeQuery()) {
                row.next();
                return row.getLong(1) - count;
              }
            }));
  }
}
