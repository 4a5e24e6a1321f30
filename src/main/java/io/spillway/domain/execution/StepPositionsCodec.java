package io.spillway.domain.execution;

import java.nio.ByteBuffer;

/**
 * Encodes the positions within a segment: their number; then for each, as varints, the number of
 * slots since the previous one, step, run, attempts, recoveries, and, signed, the difference of the
 * due time to the one before.
 */
final class StepPositionsCodec {
  private static final int FIELDS = 6;

  private StepPositionsCodec() {}

  static int maxBytesOf(StepPositions positions) {
    return (1 + positions.size() * FIELDS) * Varints.MAX_BYTES;
  }

  static void put(ByteBuffer out, StepPositions positions) {
    Varints.put(out, positions.size());
    int end = 0;
    long due = 0;
    for (int index = 0; index < positions.size(); index++) {
      StepPosition position = positions.positionAt(index);
      Varints.put(out, positions.slotAt(index) - end);
      Varints.put(out, position.step());
      Varints.put(out, position.run());
      Varints.put(out, position.attempts());
      Varints.put(out, position.recoveries());
      Varints.putSigned(out, position.dueMillis() - due);
      end = positions.slotAt(index) + 1;
      due = position.dueMillis();
    }
  }

  /**
   * Reads positions.
   *
   * @param states of all slots
   */
  static StepPositions get(ByteBuffer in, byte[] states) {
    int size = Varints.getLength(in, states.length);
    StepPositions.Builder positions = new StepPositions.Builder(size);
    int end = 0;
    long due = 0;
    for (int i = 0; i < size; i++) {
      int slot = end + Varints.getLength(in, states.length - 1 - end);
      if (StepPositions.hasNone(states[slot])) {
        throw Varints.damaged(
            "has a position of slot " + slot + ", which is " + ExecutionState.ofCode(states[slot]));
      }
      int step = Varints.getLength(in, StepPosition.MAX_STEP);
      int run = Varints.getLength(in, Integer.MAX_VALUE);
      int attempts = Varints.getLength(in, Integer.MAX_VALUE);
      int recoveries = Varints.getLength(in, Integer.MAX_VALUE);
      due += Varints.getSigned(in);
      if (due < 0) {
        throw Varints.damaged("has a negative due time in slot " + slot);
      }
      positions.add(slot, new StepPosition(step, run, attempts, recoveries, due));
      end = slot + 1;
    }
    return positions.build();
  }
}
