package io.spillway.engine.grid;

import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import io.spillway.domain.execution.Segment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executes a read-only request. */
record ReadSegmentProcessor(SegmentRequest request)
    implements EntryProcessor<Long, Segment, SegmentReply>, ReadOnly {
  @Override
  @SuppressWarnings("NullAway") // An entry that does not exist has no value.
  public SegmentReply process(Map.Entry<Long, Segment> entry) {
    @Nullable Segment segment = entry.getValue();
    return segment == null ? new SegmentReply.Missing() : request.applyTo(segment).reply();
  }
}
