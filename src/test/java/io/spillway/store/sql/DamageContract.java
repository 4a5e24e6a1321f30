package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.store.BlockingWait;
import io.spillway.store.ExecutionStore;
import io.spillway.store.UnreadableSegmentException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract of {@link ExecutionStore} on rows that are damaged. */
interface DamageContract extends OpenStore {
  @Test
  default void aDamagedImageIsUnreadable() {
    saveCancelled("a", 1);
    saveCancelled("a", 2);
    for (byte[] damaged : List.of(new byte[0], new byte[] {9}, new byte[] {2, 1, 1})) {
      change("UPDATE segment SET image = ? WHERE segment_id = 1", damaged);
      assertUnreadable(1, () -> store().executions().load(1));
    }
    assertThat(store().executions().load(2)).isPresent();
  }

  @Test
  default void theImageOfAnotherSegmentIsUnreadable() {
    saveCancelled("a", 1);
    saveCancelled("b", 2);
    change(
        "UPDATE segment SET image = (SELECT image FROM segment AS other WHERE other.segment_id = 2)"
            + " WHERE segment_id = 1");
    assertUnreadable(1, () -> store().executions().load(1));
  }

  @Test
  default void anUnreadableSegmentIsSummedUpAndFull() {
    saveCancelled("a", 1);
    put("a", List.of(), List.of(StoreSamples.paused(1, 3), StoreSamples.admitted(1, 4)));
    change("UPDATE segment SET image = ?", new byte[] {2});

    SegmentSummary summary = store().executions().summaries("a").get(0);

    assertThat(summary.isFull()).isTrue();
    // Two of the three that were saved, and one that was added since.
    assertThat(summary.paused()).isEqualTo(3);
  }

  @Test
  default void factsOfADamagedBlockAreUnreadable() {
    put("a", List.of(1L), StoreSamples.admitted(1, 0, 3));
    put("a", List.of(2L), StoreSamples.admitted(2, 0, 3));
    List<ExecutionFact> seen = new ArrayList<>();
    byte[] tooLong = {1, 127, 0, 0, 0, 0, 0, 0, 1};
    byte[] withoutActors = {2, 0, 0, 0, 2, 0, 0, 0, 2};
    for (byte[] damaged :
        List.of(new byte[0], new byte[] {1}, new byte[] {7}, tooLong, withoutActors)) {
      change("UPDATE fact_block SET layout = ? WHERE first_execution_id < 2048", damaged);
      assertUnreadable(1, () -> store().executions().facts(List.of(ExecutionIds.of(1, 1))));
      assertUnreadable(1, () -> store().executions().forEachFact(1, any -> true, seen::add));
    }
    assertThat(seen).isEmpty();
    assertThat(store().executions().facts(List.of(ExecutionIds.of(2, 1)))).hasSize(1);
  }

  /** Saves a segment with three paused executions, of which one is cancelled. */
  private void saveCancelled(String automationId, long segmentId) {
    put(
        automationId,
        List.of(segmentId),
        List.of(
            StoreSamples.paused(segmentId, 0),
            StoreSamples.paused(segmentId, 1),
            StoreSamples.paused(segmentId, 2)));
    Segment segment = store().executions().load(segmentId).orElseThrow();
    BlockingWait.on(
        store().executions().save(SegmentContract.move(segment, 1, ExecutionState.TERMINATE)));
  }

  /** The store as it was opened, without anything around it. */
  SqlStore opened();

  private void change(String sql, Object... values) {
    BlockingWait.on(opened().writer.write(session -> session.update(sql, values)));
  }

  private static void assertUnreadable(long segmentId, Runnable read) {
    assertThatThrownBy(read::run)
        .isInstanceOf(UnreadableSegmentException.class)
        .hasMessageStartingWith("segment " + segmentId + " cannot be read: ");
  }
}
