package io.spillway.engine.grid;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.spillway.domain.execution.Segment;
import org.jspecify.annotations.Nullable;

/**
 * After a split brain the segment with the higher version is kept: the version rises with every
 * durable change. An entry missing in the larger part is read from the store, which is
 * authoritative in any case, see {@link Segments}.
 */
public final class HighestVersionMergePolicy
    implements SplitBrainMergePolicy<Segment, MergingValue<Segment>, Segment> {

  @Override
  @SuppressWarnings("NullAway") // Null makes Hazelcast drop the entry.
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
    // No state.
  }

  @Override
  public void readData(ObjectDataInput in) {
    // No state.
  }
}
