package io.spillway.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SegmentCodecPropertyTest {
  /** Segments of any content the fields can hold, also such as no operation would make. */
  @Provide
  Arbitrary<Segment> segments() {
    Arbitrary<SegmentRevision> revisions =
        Combinators.combine(
                Arbitraries.longs().greaterOrEqual(0),
                Arbitraries.of(true, false),
                Arbitraries.integers().between(0, ExecutionIds.SLOTS))
            .as(SegmentRevision::new);
    Arbitrary<List<Transition.Result>> outcomes =
        Arbitraries.of(Transition.Result.class).list().ofMaxSize(300);
    Arbitrary<LastApplied> last =
        Combinators.combine(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.integers().between(0, ExecutionIds.SLOTS),
                Arbitraries.longs(),
                outcomes)
            .as(LastApplied::new);
    return Combinators.combine(
            Arbitraries.longs().between(0, ExecutionIds.MAX_SEGMENT),
            Arbitraries.strings().ofMaxLength(40),
            revisions,
            columns(),
            last,
            Arbitraries.longs())
        .as(
            (id, automation, revision, columns, applied, seed) ->
                new Segment(id, automation, revision, columns, applied, resolved(columns, seed)));
  }

  /** Each slot was moved by one resolution at most. */
  private static ResolvedSlots resolved(SegmentColumns columns, long seed) {
    Random random = new Random(seed);
    int slots = columns.states().length;
    int[] owners = random.ints(slots, 0, 4).toArray();
    ResolvedSlots resolved = ResolvedSlots.NONE;
    for (int owner = 1; owner < 4; owner++) {
      SlotRanges runs = new SlotRanges(slots);
      for (int slot = 0; slot < slots; slot++) {
        if (owners[slot] == owner) {
          runs.add(slot);
        }
      }
      if (runs.toArray().length > 0) {
        resolved =
            resolved.with(
                new ResolvedSlots.Entry("résolution " + owner, random.nextLong(), runs.toArray()));
      }
    }
    return resolved;
  }

  private static Arbitrary<SegmentColumns> columns() {
    return Combinators.combine(
            Arbitraries.integers().between(0, ExecutionIds.SLOTS),
            Arbitraries.longs(),
            Arbitraries.of(true, false))
        .as(SegmentCodecPropertyTest::columns);
  }

  private static SegmentColumns columns(int count, long seed, boolean alike) {
    Random random = new Random(seed);
    byte[] states = new byte[count];
    int[] generations = new int[count];
    long[] createdAt = new long[count];
    long[] updatedAt = new long[count];
    for (int i = 0; i < count; i++) {
      states[i] = (byte) (1 + random.nextInt(10));
      generations[i] = alike ? i / 100 : random.nextInt() & Integer.MAX_VALUE;
      createdAt[i] = alike ? i / 10 : random.nextLong();
      updatedAt[i] = alike ? i : random.nextLong();
    }
    return new SegmentColumns(
        states, generations, createdAt, updatedAt, positions(states, random, alike));
  }

  private static StepPositions positions(byte[] states, Random random, boolean alike) {
    StepPositions.Builder positions = new StepPositions.Builder(states.length);
    for (int slot = 0; slot < states.length; slot++) {
      if (!StepPositions.hasNone(states[slot]) && random.nextInt(3) > 0) {
        positions.add(
            slot,
            alike
                ? new StepPosition(2, 3, 0, 0, 1_700_000_000_000L + slot)
                : new StepPosition(
                    random.nextInt(1 + StepPosition.MAX_STEP),
                    random.nextInt() & Integer.MAX_VALUE,
                    random.nextInt() & Integer.MAX_VALUE,
                    random.nextInt() & Integer.MAX_VALUE,
                    random.nextLong() & Long.MAX_VALUE));
      }
    }
    return positions.build();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadBack(@ForAll("segments") Segment segment) {
    Segment read = SegmentCodec.decode(SegmentCodec.encode(segment));

    assertThat(read).usingRecursiveComparison().isEqualTo(segment);
    assertThat(read.paused()).isEqualTo(segment.paused());
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aPartOfTheBytesIsRefused(@ForAll("segments") Segment segment, @ForAll long seed) {
    byte[] bytes = SegmentCodec.encode(segment);
    byte[] part = Arrays.copyOf(bytes, new Random(seed).nextInt(bytes.length));

    assertThatThrownBy(() -> SegmentCodec.decode(part))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void damageEndsInASegmentOrARefusalAndNothingElse(
      @ForAll("segments") Segment segment, @ForAll long seed) {
    byte[] bytes = SegmentCodec.encode(segment);
    Random random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }

    try {
      assertThat(SegmentCodec.decode(bytes).count()).isBetween(0, ExecutionIds.SLOTS);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }
}
