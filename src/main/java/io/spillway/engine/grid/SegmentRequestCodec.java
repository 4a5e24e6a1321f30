package io.spillway.engine.grid;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepMove;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.Transition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Encodes a {@link SegmentRequest} between members: format, kind, then the fields in order. */
final class SegmentRequestCodec {
  private static final byte FORMAT = 4;

  private static final byte APPEND = 1;
  private static final byte RESOLVE = 2;
  private static final byte MOVE = 3;
  private static final byte READ = 4;
  private static final byte READ_NEWEST = 5;
  private static final byte READ_PAUSED = 6;
  private static final byte RESOLVE_SELECTED = 7;
  private static final byte ADVANCE = 8;
  private static final byte READ_OLDEST = 9;

  private SegmentRequestCodec() {}

  static void write(ObjectDataOutput out, SegmentRequest request) throws IOException {
    out.writeByte(FORMAT);
    if (request instanceof SegmentRequest.Append append) {
      out.writeByte(APPEND);
      out.writeInt(append.batches().size());
      for (AppendBatch batch : append.batches()) {
        out.writeInt(batch.firstSlot());
        out.writeInt(batch.admitted());
        out.writeInt(batch.paused());
        out.writeInt(batch.generation());
        out.writeLong(batch.atMillis());
      }
    } else if (request instanceof SegmentRequest.Resolve resolve) {
      boolean all = resolve.selected().isAll();
      out.writeByte(all ? RESOLVE : RESOLVE_SELECTED);
      if (!all) {
        out.writeLongArray(resolve.selected().words());
      }
      out.writeString(resolve.resolutionId());
      out.writeInt(resolve.throughGeneration());
      out.writeByte(resolve.to().code());
      out.writeLong(resolve.atMillis());
    } else if (request instanceof SegmentRequest.Move move) {
      out.writeByte(MOVE);
      writeTransition(out, move.transition());
    } else if (request instanceof SegmentRequest.Advance advance) {
      out.writeByte(ADVANCE);
      writeStepMoves(out, advance);
    } else if (request instanceof SegmentRequest.ReadOldest read) {
      out.writeByte(READ_OLDEST);
      out.writeInt(read.fromSlot());
      out.writeInt(read.stateMask());
      out.writeLong(read.dueBeforeMillis());
      out.writeInt(read.limit());
    } else if (request instanceof SegmentRequest.Read read) {
      out.writeByte(READ);
      out.writeIntArray(read.slots().stream().mapToInt(Integer::intValue).toArray());
    } else if (request instanceof SegmentRequest.ReadNewest read) {
      out.writeByte(READ_NEWEST);
      out.writeInt(read.beforeSlot());
      out.writeInt(read.stateMask());
      out.writeInt(read.limit());
    } else if (request instanceof SegmentRequest.ReadPaused read) {
      out.writeByte(READ_PAUSED);
      out.writeInt(read.throughGeneration());
    } else {
      throw new IllegalStateException("no encoding of segment request " + request.getClass());
    }
  }

  static SegmentRequest read(ObjectDataInput in) throws IOException {
    byte format = in.readByte();
    if (format != FORMAT) {
      throw new IOException("format of the segment request is " + format + ", must be " + FORMAT);
    }
    byte kind = in.readByte();
    return switch (kind) {
      case APPEND -> new SegmentRequest.Append(readBatches(in));
      case RESOLVE -> readResolve(in, Slots.ALL);
      case RESOLVE_SELECTED -> readResolve(in, readWords(in));
      case MOVE -> new SegmentRequest.Move(readTransition(in));
      case READ -> new SegmentRequest.Read(readSlots(in));
      case READ_NEWEST -> new SegmentRequest.ReadNewest(in.readInt(), in.readInt(), in.readInt());
      case READ_PAUSED -> new SegmentRequest.ReadPaused(in.readInt());
      case ADVANCE -> new SegmentRequest.Advance(readStepMoves(in), in.readLong());
      case READ_OLDEST ->
          new SegmentRequest.ReadOldest(in.readInt(), in.readInt(), in.readLong(), in.readInt());
      default -> throw new IOException("unknown segment request kind " + kind);
    };
  }

  private static Slots readWords(ObjectDataInput in) throws IOException {
    return Slots.ofWords(Objects.requireNonNull(in.readLongArray(), "slots"));
  }

  private static SegmentRequest readResolve(ObjectDataInput in, Slots selected) throws IOException {
    return new SegmentRequest.Resolve(
        Objects.requireNonNull(in.readString(), "resolutionId"),
        in.readInt(),
        selected,
        ExecutionState.ofCode(in.readByte()),
        in.readLong());
  }

  private static List<AppendBatch> readBatches(ObjectDataInput in) throws IOException {
    int count = in.readInt();
    List<AppendBatch> batches = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      batches.add(
          new AppendBatch(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readLong()));
    }
    return batches;
  }

  private static void writeTransition(ObjectDataOutput out, Transition transition)
      throws IOException {
    out.writeLong(transition.operationId());
    out.writeLong(transition.atMillis());
    out.writeInt(transition.moves().size());
    for (Transition.Move move : transition.moves()) {
      out.writeInt(move.slot());
      out.writeByte(move.to().code());
    }
  }

  private static Transition readTransition(ObjectDataInput in) throws IOException {
    long operationId = in.readLong();
    long atMillis = in.readLong();
    int count = in.readInt();
    List<Transition.Move> moves = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      moves.add(new Transition.Move(in.readInt(), ExecutionState.ofCode(in.readByte())));
    }
    return new Transition(operationId, atMillis, moves);
  }

  private static void writeStepMoves(ObjectDataOutput out, SegmentRequest.Advance advance)
      throws IOException {
    out.writeInt(advance.moves().size());
    for (StepMove move : advance.moves()) {
      out.writeInt(move.slot());
      out.writeInt(move.expectedRun());
      out.writeByte(move.to().code());
      writePosition(out, move.position());
    }
    out.writeLong(advance.atMillis());
  }

  private static List<StepMove> readStepMoves(ObjectDataInput in) throws IOException {
    int count = in.readInt();
    List<StepMove> moves = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      moves.add(
          new StepMove(
              in.readInt(), in.readInt(), ExecutionState.ofCode(in.readByte()), readPosition(in)));
    }
    return moves;
  }

  static void writePosition(ObjectDataOutput out, StepPosition position) throws IOException {
    boolean atStart = position.equals(StepPosition.START);
    out.writeBoolean(atStart);
    if (!atStart) {
      out.writeInt(position.step());
      out.writeInt(position.run());
      out.writeInt(position.attempts());
      out.writeInt(position.recoveries());
      out.writeLong(position.dueMillis());
    }
  }

  static StepPosition readPosition(ObjectDataInput in) throws IOException {
    return in.readBoolean()
        ? StepPosition.START
        : new StepPosition(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readLong());
  }

  private static List<Integer> readSlots(ObjectDataInput in) throws IOException {
    List<Integer> slots = new ArrayList<>();
    for (int slot : Objects.requireNonNull(in.readIntArray(), "slots")) {
      slots.add(slot);
    }
    return slots;
  }
}
