package io.spillway.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Commands that one step carried out, as bytes: a format number, then for each its id and the
 * execution that it made, 0 for none, as big-endian integers of eight bytes.
 */
final class Operations {
  private static final byte FORMAT = 1;
  private static final int BYTES_EACH = 2 * Long.BYTES;

  private Operations() {}

  static byte[] pack(Map<Long, Long> operations) {
    ByteBuffer packed = ByteBuffer.allocate(1 + operations.size() * BYTES_EACH).put(FORMAT);
    operations.forEach((id, executionId) -> packed.putLong(id).putLong(executionId));
    return packed.array();
  }

  /**
   * Those of the packed operations whose ids are wanted.
   *
   * @throws StoreException if the format is unknown
   */
  static Map<Long, Long> unpack(byte[] packed, Set<Long> wanted) {
    if (packed.length % BYTES_EACH != 1 || packed[0] != FORMAT) {
      throw new StoreException("a row of the operation log has an unknown format");
    }
    ByteBuffer left = ByteBuffer.wrap(packed, 1, packed.length - 1);
    Map<Long, Long> found = new HashMap<>();
    while (left.hasRemaining()) {
      long id = left.getLong();
      long executionId = left.getLong();
      if (wanted.contains(id)) {
        found.put(id, executionId);
      }
    }
    return found;
  }
}
