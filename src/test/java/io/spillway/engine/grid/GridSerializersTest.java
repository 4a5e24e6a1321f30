package io.spillway.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepCounts;
import io.spillway.domain.execution.StepMove;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.Transition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GridSerializersTest {
  private static final SegmentSummary SUMMARY =
      new SegmentSummary(1L << 42, 5, 1_024, 7, 1 << 10, new StepCounts(1, 2, 3, 4, 1L << 41));

  private static final StepPosition POSITION = new StepPosition(1_023, 6, 2, 1, 1L << 41);

  private final InternalSerializationService service = newService();

  private static InternalSerializationService newService() {
    SerializationConfig config = new SerializationConfig();
    GridSerializers.register(config);
    return new DefaultSerializationServiceBuilder().setConfig(config).build();
  }

  @AfterEach
  void dispose() {
    service.dispose();
  }

  static Stream<SegmentRequest> requests() {
    return Stream.of(
        new SegmentRequest.Append(
            List.of(new AppendBatch(0, 1, 0, 0, 9), new AppendBatch(1, 2, 3, 4, 1L << 41))),
        new SegmentRequest.Resolve("r1", 3, Slots.ALL, ExecutionState.PENDING, 9),
        new SegmentRequest.Resolve(
            "r1", 3, Slots.of(List.of(0, 64, 1_023)), ExecutionState.TERMINATE, 9),
        new SegmentRequest.Move(
            new Transition(77, 9, List.of(new Transition.Move(1_023, ExecutionState.DONE)))),
        new SegmentRequest.Advance(
            List.of(
                new StepMove(1_023, 5, ExecutionState.WAITING, POSITION),
                new StepMove(0, 0, ExecutionState.DONE, StepPosition.START)),
            1L << 41),
        new SegmentRequest.ReadOldest(7, 1 << 4, 1L << 41, 50),
        new SegmentRequest.Read(List.of(3, 1, 1_023)),
        new SegmentRequest.ReadNewest(1_024, 1 << 10, 50),
        new SegmentRequest.ReadPaused(3));
  }

  static Stream<SegmentReply> replies() {
    return Stream.of(
        new SegmentReply.Missing(),
        new SegmentReply.Changed(SUMMARY),
        new SegmentReply.Resolved(5, new int[] {0, 3, 1_023, 1_023}, SUMMARY),
        new SegmentReply.Transitioned(List.of(Transition.Result.values()), SUMMARY),
        new SegmentReply.ReadResult(
            "a1",
            9,
            List.of(
                new ExecutionStatus(1L << 52, ExecutionState.DONE, 2, 3, 4),
                new ExecutionStatus(1L << 52, ExecutionState.WAITING, 2, 3, 4, POSITION))),
        new SegmentReply.Paused(new long[] {1, 1L << 52}));
  }

  @Test
  void everyRequestHasASample() {
    assertThat(requests().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(SegmentRequest.class.getPermittedSubclasses());
  }

  @Test
  void everyReplyHasASample() {
    assertThat(replies().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(SegmentReply.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestArrivesAsItWasSent(SegmentRequest request) {
    assertArrives(new ChangeSegmentProcessor(request, SUMMARY));
    assertArrives(new ReadSegmentProcessor(request));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void aReplyArrivesAsItWasSent(SegmentReply reply) {
    assertArrives(reply);
  }

  @Test
  void anotherFormatIsRefused() {
    Data request = service.toData(new ReadSegmentProcessor(new SegmentRequest.ReadPaused(3)));
    Data reply = service.toData(new SegmentReply.Missing());
    withFormat(request, 9);
    withFormat(reply, 9);

    assertThatThrownBy(() -> service.toObject(request))
        .isInstanceOf(HazelcastSerializationException.class)
        .hasRootCauseMessage("format of the segment request is 9, must be 4");
    assertThatThrownBy(() -> service.toObject(reply))
        .isInstanceOf(HazelcastSerializationException.class)
        .hasRootCauseMessage("format of the segment reply is 9, must be 3");
  }

  private void assertArrives(Object sent) {
    Object arrived = service.toObject(service.toData(sent));

    assertThat(arrived).usingRecursiveComparison().isEqualTo(sent);
  }

  /** The format is the first byte after Hazelcast's header of partition hash and type id. */
  private static void withFormat(Data data, int format) {
    data.toByteArray()[2 * Integer.BYTES] = (byte) format;
  }
}
