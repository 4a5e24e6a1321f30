package io.spillway.store.sql;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepResult;
import io.spillway.store.StepStore;
import io.spillway.store.UnreadableSegmentException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Results of steps in SQL, many in one row. The database numbers the rows, so that two nodes never
 * take the same number.
 */
final class SqlSteps implements StepStore {
  /** Bytes of several results in a row: reading one reads the row. */
  static final int MAX_BYTES = 64 * 1_024;

  private static final String INSERT =
      "INSERT INTO step_block (segment_id, first_slot, last_slot, format, payload)"
          + " VALUES (?, ?, ?, ?, ?)";

  private final GroupCommit writer;
  private final QueryRunner reader;

  SqlSteps(GroupCommit writer, QueryRunner reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** Results that are stored as one row. */
  @SuppressWarnings("ArrayRecordComponent") // Short-lived, so not copied.
  private record Block(int firstSlot, int lastSlot, byte[] payload) {
    static Block of(List<StepResult> results) {
      int first = ExecutionIds.SLOTS;
      int last = -1;
      for (StepResult result : results) {
        int slot = ExecutionIds.slotOf(result.executionId());
        first = Math.min(first, slot);
        last = Math.max(last, slot);
      }
      return new Block(first, last, StepResultCodec.encode(results));
    }
  }

  @Override
  public CompletionStage<Void> append(long segmentId, List<StepResult> results) {
    require(segmentId, results);
    if (results.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    List<Block> blocks = pack(results);
    return writer.write(
        session -> {
          for (Block block : blocks) {
            session.update(
                INSERT,
                segmentId,
                block.firstSlot(),
                block.lastSlot(),
                StepResultCodec.FORMAT,
                block.payload());
          }
        },
        WriteQueue.Priority.BULK);
  }

  private static void require(long segmentId, List<StepResult> results) {
    if (results.size() > ExecutionIds.SLOTS) {
      throw new IllegalArgumentException(
          results.size() + " results, must be at most " + ExecutionIds.SLOTS);
    }
    for (StepResult result : results) {
      if (ExecutionIds.segmentOf(result.executionId()) != segmentId) {
        throw new IllegalArgumentException(
            "execution is " + result.executionId() + ", must be of segment " + segmentId);
      }
    }
  }

  private static List<Block> pack(List<StepResult> results) {
    List<Block> blocks = new ArrayList<>();
    int from = 0;
    while (from < results.size()) {
      int bytes = results.get(from).output().length;
      int to = from + 1;
      while (to < results.size() && bytes + results.get(to).output().length <= MAX_BYTES) {
        bytes += results.get(to).output().length;
        to++;
      }
      blocks.add(Block.of(results.subList(from, to)));
      from = to;
    }
    return blocks;
  }

  @Override
  public List<StepResult> results(long segmentId, Slots slots) {
    if (slots.count() == 0) {
      return List.of();
    }
    List<StepResult> found = new ArrayList<>();
    try {
      reader
          .list(
              "SELECT format, payload FROM step_block"
                  + " WHERE segment_id = ? AND first_slot <= ? AND last_slot >= ? ORDER BY number",
              row -> wanted(segmentId, slots, row),
              segmentId,
              slots.last(),
              slots.first())
          .forEach(found::addAll);
    } catch (DamagedDataException e) {
      throw new UnreadableSegmentException(segmentId, String.valueOf(e.getMessage()));
    }
    return found;
  }

  private static List<StepResult> wanted(long segmentId, Slots slots, ResultSet row)
      throws SQLException {
    int format = row.getInt("format");
    byte[] payload = row.getBytes("payload");
    try {
      return StepResultCodec.decode(segmentId, format, payload).stream()
          .filter(result -> slots.contains(ExecutionIds.slotOf(result.executionId())))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new UnreadableSegmentException(segmentId, String.valueOf(e.getMessage()));
    }
  }
}
