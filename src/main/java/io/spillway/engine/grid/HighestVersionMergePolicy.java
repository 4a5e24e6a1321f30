package io.spillway.engine.grid;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.spillway.domain.execution.Segment;
import org.jspecify.annotations.Nullable;

/**
 * When parts of a cluster meet again, the segment with the higher version stays: versions rise with
 * every durable change. What the larger part does not have in memory comes from the store, which
 * has the last word in any case, see {@link Segments}.
 */
public final class HighestVersionMergePolicy
    implements SplitBrainMergePolicy<Segment, MergingValue<Segment>, Segment> {

  @Override
  @SuppressWarnings("NullAway") // Hazelcast's word for leaving the entry out.
  public @Nullable Segment merge(
      MergingValue<Segment> merging, @Nullable MergingValue<Segment> existing) {
    if (existing == null) {
      return null;
    }
    Segment candidate = merging.getDeserializedValue();
    Segment present = existing.getDeserializedValue();
    return candidate.version() > present.version() ? candidate : present;
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
