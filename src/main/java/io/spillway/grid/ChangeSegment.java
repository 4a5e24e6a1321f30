package io.spillway.grid;

import com.hazelcast.map.EntryProcessor;
import io.spillway.execution.Segment;
import io.spillway.store.StaleWriteException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a request where the segment lies, and keeps the new segment if it is another.
 *
 * @param leastVersion version that the segment has at least
 * @param leastCount slots that are in use at least, if it has no later version
 */
record ChangeSegment(SegmentRequest request, long leastVersion, int leastCount)
    implements EntryProcessor<Long, Segment, SegmentReply> {
  @Override
  @SuppressWarnings("NullAway") // An entry that does not exist has no value.
  public SegmentReply process(Map.Entry<Long, Segment> entry) {
    @Nullable Segment segment = entry.getValue();
    if (segment == null) {
      return new SegmentReply.Missing();
    }
    if (isBehind(segment)) {
      throw new StaleWriteException("segment", segment.segmentId(), segment.version());
    }
    SegmentRequest.Result result = request.applyTo(segment);
    if (result.segment() != segment) {
      entry.setValue(result.segment());
    }
    return result.reply();
  }

  /**
   * Whether this is not the latest segment: one that a part of the cluster kept which has lost the
   * rest, or that has yet to take what its former owner did not bring it any more. What such a one
   * would write is refused by the store, but a request that changes nothing would not even ask.
   */
  private boolean isBehind(Segment segment) {
    return segment.version() < leastVersion
        || (segment.version() == leastVersion && segment.count() < leastCount);
  }
}
