package io.spillway.engine.grid;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentCodec;
import java.io.IOException;
import java.util.Objects;

/**
 * The serializers of what Spillway puts on the wire between members. Each form begins with a format
 * number. The type ids never change.
 */
final class GridSerializers {
  private static final int SEGMENT = 1_001;
  private static final int CHANGE_SEGMENT = 1_002;
  private static final int READ_SEGMENT = 1_003;
  private static final int REPLY_FIRST = 1_010;

  private GridSerializers() {}

  static void register(SerializationConfig config) {
    add(config, Segment.class, new OfSegment());
    add(config, ChangeSegmentProcessor.class, new OfChangeSegment());
    add(config, ReadSegmentProcessor.class, new OfReadSegment());
    int typeId = REPLY_FIRST;
    for (Class<?> reply : SegmentReplyCodec.TYPES) {
      add(config, reply, new OfReply(typeId++));
    }
  }

  private static void add(SerializationConfig config, Class<?> type, StreamSerializer<?> of) {
    config.addSerializerConfig(new SerializerConfig().setTypeClass(type).setImplementation(of));
  }

  private static final class OfSegment implements StreamSerializer<Segment> {
    @Override
    public int getTypeId() {
      return SEGMENT;
    }

    @Override
    public void write(ObjectDataOutput out, Segment segment) throws IOException {
      out.writeByteArray(SegmentCodec.encode(segment));
    }

    @Override
    public Segment read(ObjectDataInput in) throws IOException {
      return SegmentCodec.decode(Objects.requireNonNull(in.readByteArray(), "segment"));
    }
  }

  private static final class OfChangeSegment implements StreamSerializer<ChangeSegmentProcessor> {
    @Override
    public int getTypeId() {
      return CHANGE_SEGMENT;
    }

    @Override
    public void write(ObjectDataOutput out, ChangeSegmentProcessor processor) throws IOException {
      SegmentRequestCodec.write(out, processor.request());
      SegmentReplyCodec.writeSummary(out, processor.known());
    }

    @Override
    public ChangeSegmentProcessor read(ObjectDataInput in) throws IOException {
      return new ChangeSegmentProcessor(
          SegmentRequestCodec.read(in), SegmentReplyCodec.readSummary(in));
    }
  }

  private static final class OfReadSegment implements StreamSerializer<ReadSegmentProcessor> {
    @Override
    public int getTypeId() {
      return READ_SEGMENT;
    }

    @Override
    public void write(ObjectDataOutput out, ReadSegmentProcessor processor) throws IOException {
      SegmentRequestCodec.write(out, processor.request());
    }

    @Override
    public ReadSegmentProcessor read(ObjectDataInput in) throws IOException {
      return new ReadSegmentProcessor(SegmentRequestCodec.read(in));
    }
  }

  /** Replies share one form; each of their classes has a type id of its own. */
  private record OfReply(int typeId) implements StreamSerializer<SegmentReply> {
    @Override
    public int getTypeId() {
      return typeId;
    }

    @Override
    public void write(ObjectDataOutput out, SegmentReply reply) throws IOException {
      SegmentReplyCodec.write(out, reply);
    }

    @Override
    public SegmentReply read(ObjectDataInput in) throws IOException {
      return SegmentReplyCodec.read(in);
    }
  }
}
