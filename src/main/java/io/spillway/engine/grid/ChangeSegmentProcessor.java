package io.spillway.engine.grid;

import com.hazelcast.map.EntryProcessor;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.store.StaleWriteException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a request where the segment lies, and keeps the new segment if it is another.
 *
 * <p>Nothing is asked of a segment that is older than the caller knows it: one that a part of the
 * cluster kept which has lost the rest, or that has yet to take what its former owner did not bring
 * it any more. What such a one would write is refused by the store, but a request that changes
 * nothing would not even ask.
 *
 * @param known what the store or the segment itself once told
 */
record ChangeSegmentProcessor(SegmentRequest request, SegmentSummary known)
    implements EntryProcessor<Long, Segment, SegmentReply> {
  @Override
  @SuppressWarnings("NullAway") // An entry that does not exist has no value.
  public SegmentReply process(Map.Entry<Long, Segment> entry) {
    @Nullable Segment segment = entry.getValue();
    if (segment == null) {
      return new SegmentReply.Missing();
    }
    if (known.isNewerThan(segment.version(), segment.count())) {
      throw new StaleWriteException("segment", segment.segmentId(), segment.version());
    }
    SegmentRequest.Result result = request.applyTo(segment);
    if (result.segment() != segment) {
      entry.setValue(result.segment());
    }
    return result.reply();
  }
}
