package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.execution.StepResult;
import io.spillway.domain.execution.StepResult.Outcome;
import io.spillway.store.BlockingWait;
import io.spillway.store.StepStore;
import io.spillway.store.UnreadableSegmentException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract of {@link StepStore}. */
interface StepContract extends OpenStore {
  @Test
  default void aSegmentWithoutResultsHasNone() {
    BlockingWait.on(store().steps().append(1, List.of()));
    assertThat(store().steps().results(1, Slots.ALL)).isEmpty();
    assertThat(store().steps().results(1, Slots.NONE)).isEmpty();
  }

  @Test
  default void resultsAreReadAsTheyWereAdded() {
    List<StepResult> results =
        List.of(
            new StepResult(
                ExecutionIds.of(1L << 40, 1_023),
                1_023,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Outcome.FAILED,
                1L << 41,
                (1L << 41) - 5,
                1L << 42,
                "wörker",
                new StepError("TIMEOUT", "no answer within 5 s — 😀", 504),
                new byte[0]),
            new StepResult(
                ExecutionIds.of(1L << 40, 0),
                0,
                1,
                1,
                Outcome.SKIPPED,
                0,
                0,
                0,
                "",
                StepError.NONE,
                new byte[0]),
            completed(1L << 40, 7, 2, 300));

    append(1L << 40, results);

    assertRead(store().steps().results(1L << 40, Slots.ALL), results);
  }

  @Test
  default void resultsOfSomeExecutionsAreReadInTheOrderOfTheirAppends() {
    append(1, List.of(completed(1, 5, 0, 10), completed(1, 900, 0, 10)));
    append(2, List.of(completed(2, 5, 0, 10)));
    append(1, List.of(completed(1, 4, 0, 10)));
    append(1, List.of(completed(1, 5, 1, 10), completed(1, 6, 0, 10)));

    assertRead(
        store().steps().results(1, Slots.of(List.of(5))),
        List.of(completed(1, 5, 0, 10), completed(1, 5, 1, 10)));
    assertRead(
        store().steps().results(1, Slots.of(List.of(4, 900))),
        List.of(completed(1, 900, 0, 10), completed(1, 4, 0, 10)));
    assertThat(store().steps().results(1, Slots.of(List.of(7)))).isEmpty();
    assertThat(store().steps().results(3, Slots.ALL)).isEmpty();
  }

  @Test
  default void manyAndLargeResultsKeepTheirOrder() {
    List<StepResult> results =
        IntStream.range(0, ExecutionIds.SLOTS)
            .mapToObj(slot -> completed(1, slot, 0, slot % 300 == 0 ? 256 * 1_024 : 500))
            .toList();

    append(1, results);

    assertRead(store().steps().results(1, Slots.ALL), results);
    assertRead(
        store().steps().results(1, Slots.of(List.of(299, 300))),
        List.of(results.get(299), results.get(300)));
  }

  @Test
  default void manyAppendsAtOnceAreAllKept() {
    List<CompletionStage<Void>> appends = new ArrayList<>();
    for (int slot = 0; slot < 200; slot++) {
      appends.add(store().steps().append(1, List.of(completed(1, slot, 0, 1))));
    }
    appends.forEach(BlockingWait::on);

    assertThat(store().steps().results(1, Slots.ALL))
        .extracting(result -> ExecutionIds.slotOf(result.executionId()))
        .isEqualTo(IntStream.range(0, 200).boxed().toList());
  }

  @Test
  default void resultsOfAnotherSegmentAreRefused() {
    assertThatThrownBy(() -> store().steps().append(1, List.of(completed(2, 0, 0, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("execution is 2048, must be of segment 1");
  }

  @Test
  default void damagedResultsAreUnreadable() {
    append(1, List.of(completed(1, 5, 0, 10)));
    append(2, List.of(completed(2, 5, 0, 10)));
    for (byte[] damaged :
        List.of(
            new byte[0], new byte[] {1}, new byte[] {1, 5, 0, 1, 1, 9, 0, 0}, new byte[] {-1})) {
      change("UPDATE step_block SET payload = ? WHERE segment_id = 1", damaged);
      assertUnreadable(1);
    }
    change("UPDATE step_block SET payload = ?, format = 2 WHERE segment_id = 1", new byte[] {0});
    assertUnreadable(1);
    assertThat(store().steps().results(2, Slots.ALL)).hasSize(1);
  }

  private void assertUnreadable(long segmentId) {
    assertThatThrownBy(() -> store().steps().results(segmentId, Slots.ALL))
        .isInstanceOf(UnreadableSegmentException.class)
        .hasMessageStartingWith("segment " + segmentId + " cannot be read: ");
  }

  /** The store as it was opened, without anything around it. */
  SqlStore opened();

  private void change(String sql, Object... values) {
    BlockingWait.on(opened().writer.write(session -> session.update(sql, values)));
  }

  private void append(long segmentId, List<StepResult> results) {
    BlockingWait.on(store().steps().append(segmentId, results));
  }

  private static void assertRead(List<StepResult> read, List<StepResult> added) {
    assertThat(read).usingRecursiveComparison().isEqualTo(added);
  }

  private static StepResult completed(long segmentId, int slot, int step, int outputBytes) {
    byte[] output = new byte[outputBytes];
    Arrays.fill(output, (byte) '7');
    long started = StoreSamples.START.toEpochMilli() + slot;
    return new StepResult(
        ExecutionIds.of(segmentId, slot),
        step,
        step + 1,
        1,
        Outcome.COMPLETED,
        started,
        started + 250,
        0,
        "",
        StepError.NONE,
        output);
  }
}
