package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.store.StoreException;
import io.spillway.testing.ActorGenerator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactBlockTest {
  /** Clients that trigger in turn. */
  @Provide
  Arbitrary<List<String>> clients() {
    return ActorGenerator.actors().list().ofMinSize(1).ofMaxSize(4);
  }

  @Property
  void whatIsPackedIsUnpackedAgain(
      @ForAll @Size(max = 60) List<@IntRange(max = 5) Integer> kinds,
      @ForAll("clients") List<String> clients,
      @ForAll @IntRange(max = 1_100) int firstSlot) {
    List<ExecutionFact> facts = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      int kind = kinds.get(i);
      facts.add(
          new ExecutionFact(
              ExecutionIds.of(7, firstSlot) + i,
              100 + kind / 4,
              kind % 2,
              1,
              clients.get((i + kind) % clients.size()),
              context(kind * 9)));
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
        IntStream.range(0, 1_024).mapToObj(slot -> fact(slot, "client " + slot % 3, 50)).toList();
    assertThat(FactBlock.pack(facts)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 4100", "2, 5129", "256, 6399", "257, 7428"})
  void aBlockNamesEachClientOnce(int clients, int layoutBytes) {
    List<ExecutionFact> facts =
        IntStream.range(0, 1_024)
            .mapToObj(slot -> fact(slot, "%03d".formatted(slot % clients), 9))
            .toList();

    List<FactBlock> blocks = FactBlock.pack(facts);

    assertThat(blocks)
        .singleElement()
        .extracting(block -> block.layout().length)
        .isEqualTo(layoutBytes);
    assertThat(unpacked(blocks, ids(facts))).usingRecursiveComparison().isEqualTo(facts);
  }

  @Test
  void aBlockOfFormatOneNamesNobody() {
    byte[] layout = {1, 0, 0, 0, 3, 0, 0, 0, 2};
    byte[] contexts = {'{', ' ', '}', '{', '}', '{', '}'};

    assertThat(new FactBlock(9, 3, 5, 0, 1, layout, contexts).unpack(any -> true))
        .usingRecursiveComparison()
        .isEqualTo(
            List.of(
                new ExecutionFact(9, 5, 0, 1, "", new byte[] {'{', ' ', '}'}),
                new ExecutionFact(10, 5, 0, 1, "", new byte[] {'{', '}'}),
                new ExecutionFact(11, 5, 0, 1, "", new byte[] {'{', '}'})));
  }

  @Test
  void aBlockOfFormatTwoIsReadAsItWasWritten() {
    byte[] layout = {2, 0, 0, 0, 3, 0, 0, 0, 2, 0, 2, 0, 3, 'a', 'd', 'a', 0, 1, 'b', 1, 0, 1};
    byte[] contexts = {'{', ' ', '}', '{', '}', '{', '}'};

    FactBlock block = new FactBlock(9, 3, 5, 0, 1, layout, contexts);

    assertThat(block.unpack(any -> true))
        .extracting(ExecutionFact::actor)
        .containsExactly("b", "ada", "b");
    assertThat(block.unpack(any -> true))
        .extracting(fact -> fact.context().length)
        .containsExactly(3, 2, 2);
  }

  @Test
  void largeContextsAreSpreadOverBlocks() {
    List<ExecutionFact> facts =
        IntStream.range(0, 5).mapToObj(slot -> fact(slot, "ada", 30_000)).toList();
    List<FactBlock> blocks = FactBlock.pack(facts);
    assertThat(blocks).extracting(FactBlock::count).containsExactly(2, 2, 1);
    assertThat(blocks).allMatch(block -> block.contexts().length <= FactBlock.MAX_BYTES);
  }

  @Test
  void aContextLargerThanABlockHasOneOfItsOwn() {
    ExecutionFact large = fact(1, "ada", FactBlock.MAX_BYTES + 1);
    ExecutionFact small = fact(2, "ada", 1);
    assertThat(FactBlock.pack(List.of(large, small)))
        .extracting(FactBlock::count)
        .containsExactly(1, 1);
  }

  @Test
  void onlyWhatIsWantedIsUnpacked() {
    List<ExecutionFact> facts =
        IntStream.range(3, 9).mapToObj(slot -> fact(slot, "client " + slot % 2, slot)).toList();
    List<ExecutionFact> wanted = List.of(facts.get(2), facts.get(5));
    assertThat(unpacked(FactBlock.pack(facts), ids(wanted)))
        .usingRecursiveComparison()
        .isEqualTo(wanted);
  }

  @Test
  void anUnknownFormatIsRefused() {
    assertThatThrownBy(() -> new FactBlock(9, 1, 5, 0, 1, new byte[] {3}, new byte[] {'{', '}'}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("execution 9")
        .hasMessageContaining("format");
    assertThatThrownBy(() -> new FactBlock(9, 2, 5, 0, 1, new byte[] {1}, new byte[] {'{', '}'}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("execution 9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00000002                    | truncated",
        "00000002 00                 | truncated",
        "00000002 0000               | 0 actors of 2 executions",
        "00000002 0003 000161 000162 | 3 actors of 2 executions",
        "00000002 0001 0002 61       | truncated",
        "00000002 0001 0001 6162     | 1 extra bytes",
        "00000002 0002 000161 000162 00      | truncated",
        "00000002 0002 000161 000162 0001 00 | 1 extra bytes",
        "00000002 0002 000161 000162 0002    | actor 2 of 2"
      })
  void damagedActorsAreRefusedWithTheBlock(String afterFormat, String how) {
    byte[] layout = HexFormat.of().parseHex("02" + afterFormat.replace(" ", ""));
    FactBlock block = new FactBlock(9, 2, 5, 0, 1, layout, new byte[] {'{', '}', '{', '}'});

    assertThatThrownBy(() -> block.unpack(any -> true))
        .isInstanceOf(StoreException.class)
        .hasMessage("the actors of the fact block of execution 9 are damaged: " + how);
  }

  @Test
  void anActorThatIsTooLongIsDamaged() {
    byte[] layout = new byte[5 + ExecutionFact.MAX_ACTOR + 1];
    ByteBuffer.wrap(layout)
        .put((byte) 2)
        .putShort((short) 1)
        .putShort((short) (ExecutionFact.MAX_ACTOR + 1));
    FactBlock block = new FactBlock(9, 1, 5, 0, 1, layout, new byte[] {'{', '}'});

    assertThatThrownBy(() -> block.unpack(any -> true))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("execution 9")
        .hasMessageContaining("1025 characters");
  }

  @Test
  void theLongestActorIsKept() {
    ExecutionFact fact = fact(1, "語".repeat(ExecutionFact.MAX_ACTOR), 2);

    assertThat(unpacked(FactBlock.pack(List.of(fact)), Set.of(fact.executionId())))
        .usingRecursiveComparison()
        .isEqualTo(List.of(fact));
  }

  /** An execution of segment 1. */
  private static ExecutionFact fact(int slot, String actor, int contextBytes) {
    return new ExecutionFact(ExecutionIds.of(1, slot), 5, 0, 1, actor, context(contextBytes));
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
