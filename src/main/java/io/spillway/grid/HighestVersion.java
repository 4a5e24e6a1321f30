package io.spillway.grid;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.spillway.execution.Segment;
import org.jspecify.annotations.Nullable;

/**
 * When parts of a cluster meet again, the segment with the higher version stays. Versions rise with
 * every durable change, so that is the later one; the store has the last word, see {@link
 * Segments}.
 */
public final class HighestVersion
    implements SplitBrainMergePolicy<Segment, MergingValue<Segment>, Segment> {

  @Override
  public Segment merge(MergingValue<Segment> merging, @Nullable MergingValue<Segment> existing) {
    Segment candidate = merging.getDeserializedValue();
    Segment present = existing == null ? null : existing.getDeserializedValue();
    return present == null || candidate.version() > present.version() ? candidate : present;
  }

  @Override
  public void writeData(ObjectDataOutput out) {
    // It has no state.
  }

  @Override
  public void readData(ObjectDataInput in) {
    // It has no state.
  }
}
