package io.spillway.engine.grid;

import com.hazelcast.map.EntryProcessor;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.store.StaleWriteException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies a request to a segment in its partition, and sets the new segment if it changed.
 *
 * <p>Fails on a segment that is older than the caller knows it: one kept by a separated part of the
 * cluster, or one that a former owner left outdated. The store would refuse to save such a segment,
 * but a request that changes nothing never reaches the store.
 *
 * @param known the newest summary that the caller got from the store or the segment
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
