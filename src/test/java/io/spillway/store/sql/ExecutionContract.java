package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.store.ExecutionStore;
import io.spillway.store.ExecutionStore.Created;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract of the facts and ids of {@link ExecutionStore}. */
interface ExecutionContract extends OpenStore {
  @Test
  default void readsTheFactsThatExist() {
    ExecutionFact fact = StoreSamples.fact(1, 5, 2, 1_234);
    put("a", List.of(1L), List.of(StoreSamples.admitted(1, 4), fact));
    long unknown = ExecutionIds.of(1, 6);
    Map<Long, ExecutionFact> facts =
        store().executions().facts(List.of(fact.executionId(), unknown, fact.executionId()));
    assertThat(facts).containsOnlyKeys(fact.executionId());
    assertThat(facts.get(fact.executionId())).usingRecursiveComparison().isEqualTo(fact);
    assertThat(store().executions().facts(List.of())).isEmpty();
  }

  @Test
  default void goesThroughTheFactsOfASegmentInOrder() {
    List<ExecutionFact> facts = new ArrayList<>(StoreSamples.admitted(2, 0, 300));
    // Each larger than the limit of bytes in memory.
    byte[] large = new byte[600 << 10];
    for (int slot = 300; slot < 304; slot++) {
      facts.add(new ExecutionFact(ExecutionIds.of(2, slot), 9, 0, 1, "ada", large));
    }
    put("a", List.of(1L, 2L, 3L), facts);
    put("a", List.of(), StoreSamples.admitted(3, 0, 2));
    List<Long> seen = new ArrayList<>();

    store()
        .executions()
        .forEachFact(2, executionId -> executionId % 2 == 1, fact -> seen.add(fact.executionId()));

    assertThat(seen)
        .isEqualTo(
            facts.stream().map(ExecutionFact::executionId).filter(id -> id % 2 == 1).toList());
  }

  @Test
  default void addsUpTheBytesOfContextsOfASegmentSinceAMoment() {
    List<ExecutionFact> facts =
        List.of(
            new ExecutionFact(ExecutionIds.of(2, 0), 1_000, 0, 1, "ada", new byte[5]),
            new ExecutionFact(ExecutionIds.of(2, 1), 2_000, 0, 1, "ada", new byte[70]),
            new ExecutionFact(ExecutionIds.of(2, 2), 3_000, 1, 1, "ada", new byte[900]));
    put("a", List.of(1L, 2L, 3L), facts);
    put("a", List.of(), StoreSamples.admitted(1, 0, 2));
    put("a", List.of(), StoreSamples.admitted(3, 0, 2));

    assertThat(store().executions().contextBytes(2, Instant.EPOCH)).isEqualTo(975);
    assertThat(store().executions().contextBytes(2, Instant.ofEpochMilli(2_000))).isEqualTo(970);
    assertThat(store().executions().contextBytes(2, Instant.ofEpochMilli(3_001))).isZero();
    assertThat(store().executions().contextBytes(4, Instant.EPOCH)).isZero();
  }

  @Test
  default void goesThroughNothingWhereThereIsNothing() {
    List<Long> seen = new ArrayList<>();
    store().executions().forEachFact(7, any -> true, fact -> seen.add(fact.executionId()));
    assertThat(seen).isEmpty();
  }

  @Test
  default void readsAThousandFactsAtOnce() {
    List<ExecutionFact> facts = StoreSamples.admitted(ExecutionIds.MAX_SEGMENT, 0, 1_000);
    put("a", List.of(ExecutionIds.MAX_SEGMENT), facts);
    List<Long> ids = facts.stream().map(ExecutionFact::executionId).toList();
    assertThat(store().executions().facts(ids)).containsOnlyKeys(ids.toArray(new Long[0]));
  }

  @Test
  default void listsExecutionsOfAllAutomationsNewestFirst() {
    put("a", List.of(1L), List.of(StoreSamples.fact(1, 0, 0, 10), StoreSamples.fact(1, 1, 0, 20)));
    put("b", List.of(2L), List.of(StoreSamples.fact(2, 0, 0, 10), StoreSamples.fact(2, 1, 1, 15)));
    assertThat(store().executions().newestFirst(Created.LATEST, 10))
        .containsExactly(
            new Created(20, ExecutionIds.of(1, 1)),
            new Created(15, ExecutionIds.of(2, 1)),
            new Created(10, ExecutionIds.of(2, 0)),
            new Created(10, ExecutionIds.of(1, 0)));
    assertThat(store().executions().newestFirst(Created.LATEST, 1)).hasSize(1);
  }

  @Test
  default void pagesThroughExecutionsWithoutRepeatingOrSkippingWhileOthersAreAdded() {
    // Ten of each moment.
    List<ExecutionFact> facts =
        IntStream.range(0, 40)
            .mapToObj(slot -> StoreSamples.fact(1, slot, 0, 100 + slot / 10))
            .toList();
    put("a", List.of(1L), facts);
    List<Long> seen = new ArrayList<>();
    Created before = Created.LATEST;
    for (int page = 0; page < 6; page++) {
      for (Created row : store().executions().newestFirst(before, 7)) {
        seen.add(row.executionId());
        before = row;
      }
      put("a", List.of(), List.of(StoreSamples.fact(1, 40 + page, 0, 103 + page)));
    }
    List<Long> expected =
        IntStream.range(0, 40).mapToObj(slot -> ExecutionIds.of(1, 39 - slot)).toList();
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  default void givesOutSegmentIdsAboveTheOneAskedFor() {
    long first = store().executions().reserveSegmentIds(0, 3);
    assertThat(first).isPositive();
    assertThat(store().executions().reserveSegmentIds(0, 1)).isEqualTo(first + 3);
    assertThat(store().executions().reserveSegmentIds(1_000_000, 2)).isEqualTo(1_000_001);
    assertThat(store().executions().reserveSegmentIds(5, 1)).isEqualTo(1_000_003);
    assertThat(store().executions().reserveSegmentIds(1_000_003, 1)).isEqualTo(1_000_004);
  }

  @Test
  default void givesOutEachSegmentIdOnce() {
    List<Long> taken =
        IntStream.range(0, 60)
            .parallel()
            .mapToObj(
                i -> {
                  long first = store().executions().reserveSegmentIds(i, 5);
                  return IntStream.range(0, 5).mapToObj(offset -> first + offset).toList();
                })
            .flatMap(List::stream)
            .toList();
    assertThat(taken).hasSize(300).doesNotHaveDuplicates();
  }
}
