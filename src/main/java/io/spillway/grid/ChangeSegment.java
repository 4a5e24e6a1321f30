package io.spillway.grid;

import com.hazelcast.map.EntryProcessor;
import io.spillway.execution.Segment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out a request where the segment lies, and keeps the new segment if it is another. */
record ChangeSegment(SegmentRequest request)
    implements EntryProcessor<Long, Segment, SegmentReply> {
  @Override
  @SuppressWarnings("NullAway") // An entry that does not exist has no value.
  public SegmentReply process(Map.Entry<Long, Segment> entry) {
    @Nullable Segment segment = entry.getValue();
    if (segment == null) {
      return new SegmentReply.Missing();
    }
    SegmentRequest.Result result = request.applyTo(segment);
    if (result.segment() != segment) {
      entry.setValue(result.segment());
    }
    return result.reply();
  }
}
