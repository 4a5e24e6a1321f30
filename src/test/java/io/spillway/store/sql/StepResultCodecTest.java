package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.StepResult;
import io.spillway.domain.execution.StepResult.Outcome;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StepResultCodecTest {
  private static final long SEGMENT = 300;

  /** What format 1 wrote for {@link #known}. It must be readable for ever: never change it. */
  private static final String FORMAT_1 =
      "02"
          + "0501020173d00fe807a08d060277310454494d45026e6ff803"
          + "ff07000101811405023334";

  /** A failed attempt of slot 5, and a step of slot 1,023 that is done. */
  private static List<StepResult> known() {
    return List.of(
        new StepResult(
            ExecutionIds.of(SEGMENT, 5),
            1,
            2,
            1,
            Outcome.FAILED,
            1_000,
            1_500,
            51_000,
            "w1",
            new StepError("TIME", "no", 504),
            new byte[0]),
        new StepResult(
            ExecutionIds.of(SEGMENT, 1_023),
            0,
            1,
            1,
            Outcome.COMPLETED,
            1_010,
            1_007,
            0,
            "",
            StepError.NONE,
            new byte[] {'3', '4'}));
  }

  @Example
  void format1IsReadableForEver() {
    byte[] bytes = HexFormat.of().parseHex(FORMAT_1);

    assertThat(StepResultCodec.decode(SEGMENT, 1, bytes))
        .usingRecursiveComparison()
        .isEqualTo(known());
    assertThat(HexFormat.of().formatHex(StepResultCodec.encode(known()))).isEqualTo(FORMAT_1);
  }

  @Example
  void anUnknownFormatIsRefusedWithItsNumber() {
    assertThatThrownBy(() -> StepResultCodec.decode(SEGMENT, 2, new byte[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("format of the step results is 2, must be 1");
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadBack(@ForAll long seed) {
    List<StepResult> results = results(new Random(seed));

    assertThat(StepResultCodec.decode(SEGMENT, 1, StepResultCodec.encode(results)))
        .usingRecursiveComparison()
        .isEqualTo(results);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void damageEndsInResultsOrARefusalAndNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = StepResultCodec.encode(results(random));
    for (int i = 0; i < 3; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    byte[] part = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));

    try {
      assertThat(StepResultCodec.decode(SEGMENT, 1, part)).allMatch(StepResultCodecTest::isOfSegment);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }

  private static boolean isOfSegment(StepResult result) {
    return ExecutionIds.segmentOf(result.executionId()) == SEGMENT;
  }

  private static List<StepResult> results(Random random) {
    return IntStream.range(0, random.nextInt(20)).mapToObj(i -> result(random)).toList();
  }

  private static StepResult result(Random random) {
    byte[] output = new byte[random.nextBoolean() ? 0 : random.nextInt(300)];
    random.nextBytes(output);
    return new StepResult(
        ExecutionIds.of(SEGMENT, random.nextInt(ExecutionIds.SLOTS)),
        random.nextInt(1 + StepPosition.MAX_STEP),
        random.nextInt() & Integer.MAX_VALUE,
        random.nextInt() & Integer.MAX_VALUE,
        Outcome.ofCode(1 + random.nextInt(4)),
        random.nextLong(),
        random.nextLong(),
        random.nextBoolean() ? 0 : random.nextLong(),
        random.nextBoolean() ? "" : "wörker " + random.nextInt(),
        random.nextBoolean() ? StepError.NONE : new StepError("C", "€".repeat(9), 599),
        output);
  }
}
