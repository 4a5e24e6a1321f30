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
 * Hazelcast serializers of segments, requests and replies. Each encoding starts with a format
 * number. Type ids never change.
 */
final class GridSerializers {
  private static final int SEGMENT = 1_001;
  private static final int CHANGE_SEGMENT = 1_002;
  private static final int READ_SEGMENT = 1_003;
  private static final int FIRST_REPLY = 1_010;

  private GridSerializers() {}

  static void register(SerializationConfig config) {
    add(config, Segment.class, new SegmentSerializer());
    add(config, ChangeSegmentProcessor.class, new ChangeSegmentSerializer());
    add(config, ReadSegmentProcessor.class, new ReadSegmentSerializer());
    int typeId = FIRST_REPLY;
    for (Class<?> reply : SegmentReplyCodec.TYPES) {
      add(config, reply, new ReplySerializer(typeId++));
    }
  }

  private static void add(SerializationConfig config, Class<?> type, StreamSerializer<?> of) {
    config.addSerializerConfig(new SerializerConfig().setTypeClass(type).setImplementation(of));
  }

  private static final class SegmentSerializer implements StreamSerializer<Segment> {
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

  private static final class ChangeSegmentSerializer
      implements StreamSerializer<ChangeSegmentProcessor> {
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

  private static final class ReadSegmentSerializer
      implements StreamSerializer<ReadSegmentProcessor> {
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

  /** Replies share one encoding; each class has its own type id. */
  private record ReplySerializer(int typeId) implements StreamSerializer<SegmentReply> {
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
