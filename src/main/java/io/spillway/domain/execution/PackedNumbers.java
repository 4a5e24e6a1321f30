package io.spillway.domain.execution;

/**
 * Numbers from 0 on, each as its distance to the smallest one, in as few bytes as the largest
 * distance needs: none if all are equal. Immutable.
 */
final class PackedNumbers {
  static final PackedNumbers NONE = new PackedNumbers(0, 0, 0, new byte[0]);

  private final int size;
  private final long base;
  private final int width;
  private final byte[] bytes;

  private PackedNumbers(int size, long base, int width, byte[] bytes) {
    this.size = size;
    this.base = base;
    this.width = width;
    this.bytes = bytes;
  }

  /** The first {@code size} of these numbers, none of which may be negative. */
  static PackedNumbers of(long[] values, int size) {
    if (size == 0) {
      return NONE;
    }
    long min = values[0];
    long max = values[0];
    for (int i = 1; i < size; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    if (min < 0) {
      throw new IllegalArgumentException("number is " + min + ", must not be negative");
    }
    int width = (Long.SIZE - Long.numberOfLeadingZeros(max - min) + Byte.SIZE - 1) / Byte.SIZE;
    byte[] bytes = new byte[size * width];
    int at = 0;
    for (int i = 0; i < size; i++) {
      long rest = values[i] - min;
      for (int b = 0; b < width; b++) {
        bytes[at++] = (byte) rest;
        rest >>>= Byte.SIZE;
      }
    }
    return new PackedNumbers(size, min, width, bytes);
  }

  int size() {
    return size;
  }

  int bytes() {
    return bytes.length;
  }

  long get(int index) {
    long distance = 0;
    for (int at = (index + 1) * width - 1; at >= index * width; at--) {
      distance = (distance << Byte.SIZE) | (bytes[at] & 0xFF);
    }
    return base + distance;
  }
}
