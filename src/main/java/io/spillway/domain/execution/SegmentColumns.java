package io.spillway.domain.execution;

import java.util.Arrays;

/**
 * The arrays of a segment, all of the same length, and the positions of those executions that have
 * one.
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by segments on purpose; never modified.
record SegmentColumns(
    byte[] states, int[] generations, long[] createdAt, long[] updatedAt, StepPositions positions) {
  static final SegmentColumns NONE =
      new SegmentColumns(new byte[0], new int[0], new long[0], new long[0], StepPositions.NONE);

  SegmentColumns grownTo(int length) {
    return new SegmentColumns(
        Arrays.copyOf(states, length),
        Arrays.copyOf(generations, length),
        Arrays.copyOf(createdAt, length),
        Arrays.copyOf(updatedAt, length),
        positions);
  }

  /** With other states; executions in a state without a position lose theirs. */
  SegmentColumns with(byte[] nextStates, long[] nextUpdatedAt) {
    return new SegmentColumns(
        nextStates, generations, createdAt, nextUpdatedAt, positions.keptIn(nextStates));
  }

  /** With other states and positions. */
  SegmentColumns with(byte[] nextStates, long[] nextUpdatedAt, StepPositions nextPositions) {
    return new SegmentColumns(nextStates, generations, createdAt, nextUpdatedAt, nextPositions);
  }
}
