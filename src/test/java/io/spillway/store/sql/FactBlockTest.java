package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FactBlockTest {
  @Property
  void whatIsPackedIsUnpackedAgain(
      @ForAll @Size(max = 60) List<@IntRange(max = 5) Integer> kinds,
      @ForAll @IntRange(max = 1_100) int firstSlot) {
    List<ExecutionFact> facts = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      int kind = kinds.get(i);
      facts.add(
          new ExecutionFact(
              ExecutionIds.of(7, firstSlot) + i, 100 + kind / 4, kind % 2, 1, context(kind * 9)));
    }
    List<FactBlock> blocks = FactBlock.pack(facts);
    assertThat(blocks).allMatch(block -> isWithinOneSegment(block));
    assertThat(unpacked(blocks, ids(facts))).usingRecursiveComparison().isEqualTo(facts);
  }

  private static boolean isWithinOneSegment(FactBlock block) {
    long last = block.firstExecutionId() + block.count() - 1;
    return ExecutionIds.segmentOf(last) == ExecutionIds.segmentOf(block.firstExecutionId());
  }

  @Test
  void executionsCreatedTogetherShareABlock() {
    List<ExecutionFact> facts =
        IntStream.range(0, 1_024)
            .mapToObj(slot -> new ExecutionFact(ExecutionIds.of(1, slot), 5, 0, 1, context(50)))
            .toList();
    assertThat(FactBlock.pack(facts)).hasSize(1);
  }

  @Test
  void largeContextsAreSpreadOverBlocks() {
    List<ExecutionFact> facts =
        IntStream.range(0, 5)
            .mapToObj(slot -> new ExecutionFact(ExecutionIds.of(1, slot), 5, 0, 1, context(30_000)))
            .toList();
    List<FactBlock> blocks = FactBlock.pack(facts);
    assertThat(blocks).extracting(FactBlock::count).containsExactly(2, 2, 1);
    assertThat(blocks).allMatch(block -> block.contexts().length <= FactBlock.MAX_BYTES);
  }

  @Test
  void aContextLargerThanABlockHasOneOfItsOwn() {
    ExecutionFact large =
        new ExecutionFact(ExecutionIds.of(1, 1), 5, 0, 1, context(FactBlock.MAX_BYTES + 1));
    ExecutionFact small = new ExecutionFact(ExecutionIds.of(1, 2), 5, 0, 1, context(1));
    assertThat(FactBlock.pack(List.of(large, small)))
        .extracting(FactBlock::count)
        .containsExactly(1, 1);
  }

  @Test
  void onlyWhatIsWantedIsUnpacked() {
    List<ExecutionFact> facts =
        IntStream.range(3, 9)
            .mapToObj(slot -> new ExecutionFact(ExecutionIds.of(1, slot), 5, 0, 1, context(slot)))
            .toList();
    List<ExecutionFact> wanted = List.of(facts.get(2), facts.get(5));
    assertThat(unpacked(FactBlock.pack(facts), ids(wanted)))
        .usingRecursiveComparison()
        .isEqualTo(wanted);
  }

  @Test
  void anUnknownFormatIsRefused() {
    assertThatThrownBy(() -> new FactBlock(9, 1, 5, 0, 1, new byte[] {2}, new byte[] {'{', '}'}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("execution 9")
        .hasMessageContaining("format");
    assertThatThrownBy(() -> new FactBlock(9, 2, 5, 0, 1, new byte[] {1}, new byte[] {'{', '}'}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("execution 9");
  }

  private static Set<Long> ids(List<ExecutionFact> facts) {
    return facts.stream().map(ExecutionFact::executionId).collect(Collectors.toSet());
  }

  private static List<ExecutionFact> unpacked(List<FactBlock> blocks, Set<Long> wanted) {
    return blocks.stream().flatMap(block -> block.unpack(wanted::contains).stream()).toList();
  }

  private static byte[] context(int length) {
    byte[] context = new byte[length];
    for (int i = 0; i < length; i++) {
      context[i] = (byte) (length + i);
    }
    return context;
  }
}
