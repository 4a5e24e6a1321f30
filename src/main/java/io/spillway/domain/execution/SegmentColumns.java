package io.spillway.domain.execution;

import java.util.Arrays;

/** The arrays of a segment, all of the same length. */
@SuppressWarnings("ArrayRecordComponent") // Shared by segments on purpose; never modified.
record SegmentColumns(byte[] states, int[] generations, long[] createdAt, long[] updatedAt) {
  static final SegmentColumns NONE =
      new SegmentColumns(new byte[0], new int[0], new long[0], new long[0]);

  SegmentColumns grownTo(int length) {
    return new SegmentColumns(
        Arrays.copyOf(states, length),
        Arrays.copyOf(generations, length),
        Arrays.copyOf(createdAt, length),
        Arrays.copyOf(updatedAt, length));
  }

  SegmentColumns with(byte[] nextStates, long[] nextUpdatedAt) {
    return new SegmentColumns(nextStates, generations, createdAt, nextUpdatedAt);
  }
}
