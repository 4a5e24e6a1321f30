package io.spillway.domain.execution;

import static io.spillway.domain.execution.ExecutionState.CREATING;
import static io.spillway.domain.execution.ExecutionState.DONE;
import static io.spillway.domain.execution.ExecutionState.PAUSED_BY_CIRCUIT_BREAKER;
import static io.spillway.domain.execution.ExecutionState.PENDING;
import static io.spillway.domain.execution.ExecutionState.PROCESS_STEP;
import static io.spillway.domain.execution.ExecutionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.Transition.Move;
import io.spillway.domain.execution.Transition.Result;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentCodecTest {
  private static final long T = 1_700_000_000_000L;
  private static final int SMALL = 6 * 1_024;

  /** What format 1 wrote for {@link #known}. It must be readable for ever: never change it. */
  private static final String FORMAT_1 =
      "0101ac020205020501020304050607080732"
          + "4e663761c396057265732d310401020304"
          + "020101010a0002010282010180a0abfef9"
          + "62000000d00fb8b7abfef962b717a01f00"
          + "cf0f";

  /** What format 2 adds: one resolution, which moved the slots 2 and 3. */
  private static final String FORMAT_2 =
      "02" + FORMAT_1.substring(2) + "01" + "057265732d31" + "a0bfabfef962" + "01" + "0202";

  /** What format 3 adds: none of these executions is within its steps. */
  private static final String FORMAT_3_WITHOUT_POSITIONS = "03" + FORMAT_2.substring(2) + "00";

  /** The same, with positions of the slots 0 and 3. */
  private static final String FORMAT_3 =
      "030107010500050000000000000000016100000401010601000580a0abfef962"
          + "0000000094a0abfef9621300141300"
          + "02"
          + "0000010000"
          + "80a9a5fff962"
          + "0202ac020101"
          + "c0843d";

  private static Segment known() {
    return Segment.empty(300, "2Nf7aÖ")
        .append(new AppendBatch(0, 2, 2, 1, T))
        .append(new AppendBatch(4, 0, 1, 130, T + 1_000))
        .resolve("res-1", 1, PENDING, T + 2_000)
        .segment()
        .move(
            new Transition(
                0x0102030405060708L,
                T + 1_500,
                List.of(
                    new Move(0, CREATING),
                    new Move(1, PENDING),
                    new Move(1, DONE),
                    new Move(9, DONE))))
        .segment();
  }

  /** Slots 0 to 4: running, pending, pending, waiting, pending. */
  private static Segment stepping() {
    return Segment.empty(7, "a")
        .append(new AppendBatch(0, 5, 0, 0, T))
        .advance(
            List.of(
                new StepMove(0, 0, PROCESS_STEP, new StepPosition(0, 1, 0, 0, T + 1_000_000)),
                new StepMove(3, 0, WAITING, new StepPosition(2, 300, 1, 1, T + 1_500_000))),
            T + 10)
        .segment();
  }

  @Test
  void format1IsReadableForEver() {
    Segment read = SegmentCodec.decode(HexFormat.of().parseHex(FORMAT_1));

    long first = 300 * 1_024;
    assertThat(read.segmentId()).isEqualTo(300);
    assertThat(read.automationId()).isEqualTo("2Nf7aÖ");
    assertThat(read.version()).isEqualTo(2);
    assertThat(read.needsSaving()).isTrue();
    assertThat(read.newestFirst(ExecutionIds.SLOTS, 0, ExecutionIds.SLOTS))
        .containsExactly(
            new ExecutionStatus(first + 4, PAUSED_BY_CIRCUIT_BREAKER, 130, T + 1_000, T + 1_000),
            new ExecutionStatus(first + 3, PENDING, 1, T, T + 2_000),
            new ExecutionStatus(first + 2, PENDING, 1, T, T + 2_000),
            new ExecutionStatus(first + 1, PENDING, 0, T, T),
            new ExecutionStatus(first, CREATING, 0, T, T + 1_500));
    assertThat(read.resolve("res-1", 130, PENDING, T).moved()).isEqualTo(2);
    assertThat(read.move(new Transition(0x0102030405060708L, T, List.of())).results())
        .containsExactly(Result.MOVED, Result.ALREADY_THERE, Result.REFUSED, Result.UNKNOWN);
  }

  @Test
  void format2IsReadableForEver() {
    Segment read = SegmentCodec.decode(HexFormat.of().parseHex(FORMAT_2));

    assertThat(read.resolvedBy("res-1")).containsExactly(2, 3);
    assertThat(read).usingRecursiveComparison().isEqualTo(known());
  }

  @Test
  void whatIsWrittenIsFormat3() {
    assertThat(HexFormat.of().formatHex(SegmentCodec.encode(known())))
        .isEqualTo(FORMAT_3_WITHOUT_POSITIONS);
    assertThat(HexFormat.of().formatHex(SegmentCodec.encode(stepping()))).isEqualTo(FORMAT_3);
  }

  @Test
  void format3IsReadableForEver() {
    Segment read = SegmentCodec.decode(HexFormat.of().parseHex(FORMAT_3));

    assertThat(read).usingRecursiveComparison().isEqualTo(stepping());
    assertThat(read.status(3).position()).isEqualTo(new StepPosition(2, 300, 1, 1, T + 1_500_000));
  }

  @Test
  void aResolutionOfAWholeSegmentTakesFewBytes() {
    Segment burst =
        Segment.empty(1L << 40, "a".repeat(27)).append(new AppendBatch(0, 0, 1_024, 3, T));
    Segment resolved = burst.resolve("r".repeat(27), 3, PENDING, T).segment();
    Segment twice =
        new Segment(
            resolved.segmentId(),
            resolved.automationId(),
            resolved.revision(),
            resolved.columns(),
            resolved.last(),
            ResolvedSlots.NONE);

    assertThat(SegmentCodec.encode(resolved).length - SegmentCodec.encode(twice).length)
        .isLessThanOrEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 4, -1, 127})
  void anUnknownFormatIsRefusedWithItsNumber(byte format) {
    byte[] bytes = SegmentCodec.encode(known());
    bytes[0] = format;

    assertThatThrownBy(() -> SegmentCodec.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("format of the segment is " + format + ", must be 1 to 3");
  }

  @Test
  void aBurstThatFillsASegmentIsSmall() {
    Segment burst =
        Segment.empty(1L << 40, "a".repeat(27)).append(new AppendBatch(0, 24, 1_000, 3, T));

    assertThat(SegmentCodec.encode(burst)).hasSizeLessThanOrEqualTo(SMALL);
    assertThat(SegmentCodec.encode(burst.resolve("r".repeat(27), 3, PENDING, T).segment()))
        .hasSizeLessThanOrEqualTo(SMALL);
  }

  @Test
  void aBurstOverManyMomentsIsSmallAlsoWhenAllOfItHasMoved() {
    Segment burst = Segment.empty(1L << 40, "a".repeat(27));
    for (int slot = 0; slot < ExecutionIds.SLOTS; slot++) {
      burst = burst.append(new AppendBatch(slot, 1, 0, 0, T + slot * 3L));
    }
    List<Move> moves =
        IntStream.range(0, ExecutionIds.SLOTS).mapToObj(slot -> new Move(slot, CREATING)).toList();

    Segment moved = burst.move(new Transition(Long.MAX_VALUE, T + 60_000, moves)).segment();

    assertThat(SegmentCodec.encode(moved)).hasSizeLessThanOrEqualTo(SMALL);
  }

  @Test
  void aSegmentInWhichAllWaitIsSmall() {
    Segment waiting =
        Segment.empty(1L << 40, "a".repeat(27))
            .append(new AppendBatch(0, ExecutionIds.SLOTS, 0, 0, T))
            .advance(
                IntStream.range(0, ExecutionIds.SLOTS)
                    .mapToObj(
                        slot ->
                            new StepMove(
                                slot, 0, WAITING, new StepPosition(1, 2, 0, 0, T + 7L * slot)))
                    .toList(),
                T + 60_000)
            .segment();

    assertThat(SegmentCodec.encode(waiting)).hasSizeLessThanOrEqualTo(10 * 1_024);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A count of slots beyond 1,024.
        "0100 07 00 00 8108 0000000000000000 0161 00 00",
        // An automation id longer than what is left.
        "0100 07 00 00 00 0000000000000000 7f61",
        // A number that does not end within ten bytes.
        "0100 ffffffffffffffffffffff",
        // A negative length.
        "0100 07 00 00 ffffffffffffffffff01 0000000000000000 0161 00 00",
        // Runs of no slots up to the end.
        "0100 07 00 00 01 0000000000000000 0161 00 00 01 0000 00 00",
        // A run of two slots where there is one.
        "0100 07 00 00 01 0000000000000000 0161 00 00 01 0002 00 00",
        // The state 11.
        "0100 07 00 00 01 0000000000000000 0161 00 00 0b 0001 00 00",
        // The outcome 5.
        "0100 07 00 00 00 0000000000000000 0161 00 0105",
        // More resolutions than slots.
        "0200 07 00 00 00 0000000000000000 0161 00 00 01",
        // A run beyond the last slot.
        "0200 07 00 00 01 0000000000000000 0161 00 00 01 0001 00 00 01 0172 00 01 0002",
        // A position of a slot that is done.
        "0300 07 00 00 01 0000000000000000 0161 00 00 07 0001 00 00 00 01 00 0001000000",
        // A position beyond the last slot.
        "0300 07 00 00 01 0000000000000000 0161 00 00 04 0001 00 00 00 01 01 0001000000",
        // A negative due time.
        "0300 07 00 00 01 0000000000000000 0161 00 00 04 0001 00 00 00 01 00 0001000001",
        // A step beyond 1,023.
        "0300 07 00 00 01 0000000000000000 0161 00 00 04 0001 00 00 00 01 00 800801000000",
        // A byte too many.
        "0100 07 00 00 00 0000000000000000 0161 00 00 00",
        ""
      })
  void damagedBytesAreRefused(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThatThrownBy(() -> SegmentCodec.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("segment is (damaged|truncated).*|code of .* must be .*");
  }
}
