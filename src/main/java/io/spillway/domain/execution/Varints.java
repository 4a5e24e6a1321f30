package io.spillway.domain.execution;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Numbers in few bytes, and what has a length before it: 7 bits a byte, low bits first, the high
 * bit set on all but the last.
 */
public final class Varints {
  /** The maximum length of one number. */
  public static final int MAX_BYTES = 10;

  private Varints() {}

  /** Writes a number, which takes least if it is small and not negative. */
  public static void put(ByteBuffer out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /**
   * Reads a number.
   *
   * @throws IllegalArgumentException if it does not end
   */
  public static long get(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    while (shift < Long.SIZE) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
    throw damaged("has a varint of more than " + MAX_BYTES + " bytes");
  }

  /** Writes a number that may be negative. */
  public static void putSigned(ByteBuffer out, long value) {
    put(out, (value << 1) ^ (value >> 63));
  }

  /** Reads what {@link #putSigned} wrote. */
  public static long getSigned(ByteBuffer in) {
    long value = get(in);
    return (value >>> 1) ^ -(value & 1);
  }

  /** Writes bytes behind their number. */
  public static void putBytes(ByteBuffer out, byte[] bytes) {
    put(out, bytes.length);
    out.put(bytes);
  }

  /**
   * Reads what {@link #putBytes} wrote.
   *
   * @throws IllegalArgumentException if there are fewer bytes
   */
  public static byte[] getBytes(ByteBuffer in) {
    byte[] bytes = new byte[getLength(in, in.remaining())];
    in.get(bytes);
    return bytes;
  }

  /** Writes a text in UTF-8, behind its length. */
  public static void putText(ByteBuffer out, String text) {
    putBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads what {@link #putText} wrote. */
  public static String getText(ByteBuffer in) {
    return new String(getBytes(in), StandardCharsets.UTF_8);
  }

  /**
   * Reads a number from 0 to {@code max}.
   *
   * @throws IllegalArgumentException if it is another one
   */
  public static int getLength(ByteBuffer in, int max) {
    long length = get(in);
    if (length < 0 || length > max) {
      throw damaged("has a length of " + length + ", must be at most " + max);
    }
    return (int) length;
  }

  /** The failure of a read. */
  public static IllegalArgumentException damaged(String how) {
    return new IllegalArgumentException("segment is damaged: it " + how);
  }
}
