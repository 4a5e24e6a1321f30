package io.spillway.chaos.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.chaos.history.StoredExecution;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutionAssemblerTest {
  private static final long SEGMENT = 5;
  private static final long FIRST = ExecutionIds.of(SEGMENT, 0);
  private static final String AUTOMATION = "a1";

  private final ExecutionAssembler stored = new ExecutionAssembler();

  /** Facts as the database has them, one execution for each marker. */
  private void facts(long firstId, int generation, String... markers) {
    byte[][] contexts =
        Arrays.stream(markers)
            .map(marker -> "{\"marker\":\"" + marker + "\"}")
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    byte[] actor = {0, 1, 0, 2, 'm', 'e'};
    ByteBuffer layout =
        ByteBuffer.allocate(1 + 4 * (contexts.length - 1) + actor.length).put((byte) 2);
    ByteBuffer bytes = ByteBuffer.allocate(Arrays.stream(contexts).mapToInt(c -> c.length).sum());
    for (byte[] context : contexts) {
      bytes.put(context);
      if (bytes.hasRemaining()) {
        layout.putInt(context.length);
      }
    }
    layout.put(actor);
    stored.addFacts(
        firstId,
        contexts.length,
        1_000,
        generation,
        new ExecutionAssembler.Contexts(layout.array(), bytes.array()));
  }

  private static Optional<byte[]> image(Segment segment) {
    return Optional.of(SegmentCodec.encode(segment));
  }

  private static Segment oneAdmittedTwoHeld() {
    return Segment.empty(SEGMENT, AUTOMATION)
        .append(new AppendBatch(0, 1, 0, 0, 1_000))
        .append(new AppendBatch(1, 0, 2, 1, 1_000));
  }

  @Test
  void withoutAnImageExecutionsAreAsTheyWereCreated() {
    facts(FIRST, 0, "m-1", "m-22");
    facts(FIRST + 2, 1, "m-333");

    stored.addSegment(SEGMENT, AUTOMATION, Optional.empty());

    assertThat(stored.executions())
        .extracting(StoredExecution::marker)
        .containsExactly("m-1", "m-22", "m-333");
    assertThat(stored.executions())
        .extracting(StoredExecution::state)
        .containsExactly(
            ExecutionState.PENDING,
            ExecutionState.PENDING,
            ExecutionState.PAUSED_BY_CIRCUIT_BREAKER);
    assertThat(stored.contradictions()).isEmpty();
  }

  @Test
  void anImageTellsTheStatesAndLaterArrivalsFollow() {
    facts(FIRST, 0, "m-1");
    facts(FIRST + 1, 1, "m-2", "m-3");
    facts(FIRST + 3, 0, "m-4");
    Segment resolved =
        oneAdmittedTwoHeld().resolve("r", 1, ExecutionState.TERMINATE, 2_000).segment();

    stored.addSegment(SEGMENT, AUTOMATION, image(resolved));

    assertThat(stored.executions())
        .extracting(StoredExecution::state)
        .containsExactly(
            ExecutionState.PENDING,
            ExecutionState.TERMINATE,
            ExecutionState.TERMINATE,
            ExecutionState.PENDING);
    assertThat(stored.executions().get(2).status().updatedAtMillis()).isEqualTo(2_000);
    assertThat(stored.contradictions()).isEmpty();
  }

  @Test
  void missingFactsAreTold() {
    facts(FIRST, 0, "m-1");
    facts(FIRST + 2, 1, "m-3");

    stored.addSegment(SEGMENT, AUTOMATION, image(oneAdmittedTwoHeld()));

    assertThat(stored.contradictions())
        .containsExactlyInAnyOrder(
            "facts are missing from execution " + (FIRST + 1) + " on",
            "segment 5 has 3 slots, and facts of 2");
  }

  @Test
  void aSegmentThatSaysHeldWhereFactsSayAdmittedIsTold() {
    facts(FIRST, 0, "m-1", "m-2", "m-3");

    stored.addSegment(SEGMENT, AUTOMATION, image(oneAdmittedTwoHeld()));

    assertThat(stored.contradictions()).hasSize(2).allMatch(text -> text.contains("contradicts"));
  }

  @Test
  void aSegmentInThePlaceOfAnotherIsTold() {
    stored.addSegment(SEGMENT, "a2", image(Segment.empty(SEGMENT, AUTOMATION)));

    assertThat(stored.contradictions()).containsExactly("segment 5 of a2 holds segment 5 of a1");
  }

  @Test
  void factsTwiceAndFactsOfNoSegmentAreTold() {
    facts(FIRST, 0, "m-1");
    facts(FIRST, 0, "m-1");

    assertThat(stored.contradictions())
        .containsExactly(
            "execution " + FIRST + " has facts twice", "facts without a segment: [" + FIRST + "]");
  }
}
