package io.spillway.engine.grid;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.execution.StepCounts;
import io.spillway.domain.execution.Transition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Encodes a {@link SegmentReply} between members: format, kind, then the fields in order. */
final class SegmentReplyCodec {
  /** The kinds of reply. A kind's number is its index here, so the order never changes. */
  static final List<Class<? extends SegmentReply>> TYPES =
      List.of(
          SegmentReply.Missing.class,
          SegmentReply.Changed.class,
          SegmentReply.Resolved.class,
          SegmentReply.Transitioned.class,
          SegmentReply.ReadResult.class,
          SegmentReply.Paused.class);

  private static final byte FORMAT = 3;
  private static final List<Transition.Result> RESULTS =
      List.of(
          Transition.Result.MOVED,
          Transition.Result.ALREADY_THERE,
          Transition.Result.REFUSED,
          Transition.Result.UNKNOWN);

  private SegmentReplyCodec() {}

  static void write(ObjectDataOutput out, SegmentReply reply) throws IOException {
    out.writeByte(FORMAT);
    out.writeByte(TYPES.indexOf(reply.getClass()));
    if (reply instanceof SegmentReply.Missing) {
      return;
    }
    if (reply instanceof SegmentReply.Changed changed) {
      writeSummary(out, changed.summary());
    } else if (reply instanceof SegmentReply.Resolved resolved) {
      out.writeInt(resolved.moved());
      out.writeIntArray(resolved.slots());
      writeSummary(out, resolved.summary());
    } else if (reply instanceof SegmentReply.Transitioned moved) {
      out.writeInt(moved.results().size());
      for (Transition.Result result : moved.results()) {
        out.writeByte(RESULTS.indexOf(result));
      }
      writeSummary(out, moved.summary());
    } else if (reply instanceof SegmentReply.ReadResult read) {
      out.writeString(read.automationId());
      out.writeInt(read.count());
      writeExecutions(out, read.executions());
    } else if (reply instanceof SegmentReply.Paused paused) {
      out.writeLongArray(paused.executionIds());
    } else {
      throw new IllegalStateException("no encoding of segment reply " + reply.getClass());
    }
  }

  static SegmentReply read(ObjectDataInput in) throws IOException {
    byte format = in.readByte();
    if (format != FORMAT) {
      throw new IOException("format of the segment reply is " + format + ", must be " + FORMAT);
    }
    byte kind = in.readByte();
    return switch (kind) {
      case 0 -> new SegmentReply.Missing();
      case 1 -> new SegmentReply.Changed(readSummary(in));
      case 2 ->
          new SegmentReply.Resolved(
              in.readInt(), Objects.requireNonNull(in.readIntArray(), "slots"), readSummary(in));
      case 3 -> new SegmentReply.Transitioned(readResults(in), readSummary(in));
      case 4 ->
          new SegmentReply.ReadResult(
              Objects.requireNonNull(in.readString(), "automationId"),
              in.readInt(),
              readExecutions(in));
      case 5 -> new SegmentReply.Paused(Objects.requireNonNull(in.readLongArray(), "executionIds"));
      default -> throw new IOException("unknown segment reply kind " + kind);
    };
  }

  static void writeSummary(ObjectDataOutput out, SegmentSummary summary) throws IOException {
    out.writeLong(summary.segmentId());
    out.writeLong(summary.version());
    out.writeInt(summary.count());
    out.writeInt(summary.paused());
    out.writeInt(summary.states());
    StepCounts counts = summary.counts();
    out.writeInt(counts.pending());
    out.writeInt(counts.queued());
    out.writeInt(counts.running());
    out.writeInt(counts.waiting());
    out.writeLong(counts.nextDueMillis());
  }

  static SegmentSummary readSummary(ObjectDataInput in) throws IOException {
    return new SegmentSummary(
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        new StepCounts(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readLong()));
  }

  private static List<Transition.Result> readResults(ObjectDataInput in) throws IOException {
    int count = in.readInt();
    List<Transition.Result> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(RESULTS.get(in.readByte()));
    }
    return results;
  }

  private static void writeExecutions(ObjectDataOutput out, List<ExecutionStatus> executions)
      throws IOException {
    out.writeInt(executions.size());
    for (ExecutionStatus execution : executions) {
      out.writeLong(execution.executionId());
      out.writeByte(execution.state().code());
      out.writeInt(execution.generation());
      out.writeLong(execution.createdAtMillis());
      out.writeLong(execution.updatedAtMillis());
      SegmentRequestCodec.writePosition(out, execution.position());
    }
  }

  private static List<ExecutionStatus> readExecutions(ObjectDataInput in) throws IOException {
    int count = in.readInt();
    List<ExecutionStatus> executions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      executions.add(
          new ExecutionStatus(
              in.readLong(),
              ExecutionState.ofCode(in.readByte()),
              in.readInt(),
              in.readLong(),
              in.readLong(),
              SegmentRequestCodec.readPosition(in)));
    }
    return executions;
  }
}
