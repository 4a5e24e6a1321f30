package io.spillway.domain.execution;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes segments, with a leading format number.
 *
 * <p>Format 2: format (1 byte); whether it needs saving (1 byte); then as varints (7 bits a byte,
 * low bits first) segment id, version, saved slots, resolved count and slot count; operation id (8
 * bytes); automation id and resolution id, each a varint length and UTF-8; the results of the
 * latest operation, a varint length and a byte each; the states, a byte each; the generations as
 * ranges of (value, length); the created and the updated times, each as zig-zag varints of the
 * difference to the slot before. A burst has nearly equal times, so a slot takes 3 to 5 bytes. Then
 * for each resolution that moved something, their number first: its id, a varint length and UTF-8;
 * when it started, a zig-zag varint; and the number of ranges of slots that it moved, each as two
 * varints: the number of slots since the previous range, and its length.
 *
 * <p>Format 1 ended before the resolutions. It is still read, since rows of it may be stored.
 */
public final class SegmentCodec {
  private static final byte FORMAT_WITHOUT_RESOLVED = 1;
  private static final byte FORMAT = 2;
  private static final int MAX_VARINT = 10;

  private SegmentCodec() {}

  /** Encodes a segment. */
  public static byte[] encode(Segment segment) {
    byte[] automationId = segment.automationId().getBytes(StandardCharsets.UTF_8);
    byte[] resolutionId = segment.last().resolutionId().getBytes(StandardCharsets.UTF_8);
    byte[] results = codesOf(segment.last().results());
    SegmentColumns columns = segment.columns();
    int maxBytes =
        2
            + 8 * MAX_VARINT
            + Long.BYTES
            + automationId.length
            + resolutionId.length
            + results.length
            + segment.count() * (1 + 10 + 2 * MAX_VARINT)
            + maxBytesOf(segment.resolved());
    ByteBuffer out = ByteBuffer.allocate(maxBytes);
    out.put(FORMAT);
    out.put((byte) (segment.needsSaving() ? 1 : 0));
    putVarint(out, segment.segmentId());
    putVarint(out, segment.version());
    putVarint(out, segment.revision().savedSlots());
    putVarint(out, segment.last().resolved());
    putVarint(out, segment.count());
    out.putLong(segment.last().operationId());
    putBytes(out, automationId);
    putBytes(out, resolutionId);
    putBytes(out, results);
    out.put(columns.states());
    putRanges(out, columns.generations());
    putDifferences(out, columns.createdAt());
    putDifferences(out, columns.updatedAt());
    putResolved(out, segment.resolved());
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * Decodes a segment.
   *
   * @throws IllegalArgumentException if the format is unknown or the bytes are damaged
   */
  public static Segment decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      Segment segment = read(in);
      if (in.hasRemaining()) {
        throw damaged("has " + in.remaining() + " extra bytes");
      }
      return segment;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("segment is truncated at byte " + bytes.length, e);
    }
  }

  private static Segment read(ByteBuffer in) {
    byte format = in.get();
    if (format != FORMAT && format != FORMAT_WITHOUT_RESOLVED) {
      throw new IllegalArgumentException(
          "format of the segment is " + format + ", must be 1 or " + FORMAT);
    }
    boolean needsSaving = in.get() == 1;
    long segmentId = getVarint(in);
    long version = getVarint(in);
    int savedSlots = (int) getVarint(in);
    int resolved = (int) getVarint(in);
    int count = getLength(in, ExecutionIds.SLOTS);
    long operationId = in.getLong();
    String automationId = getString(in);
    String resolutionId = getString(in);
    List<Transition.Result> results = resultsOf(getBytes(in));
    byte[] states = new byte[count];
    in.get(states);
    for (byte state : states) {
      ExecutionState.ofCode(state);
    }
    int[] generations = getRanges(in, count);
    long[] createdAt = getDifferences(in, count);
    long[] updatedAt = getDifferences(in, count);
    ResolvedSlots resolvedSlots =
        format == FORMAT_WITHOUT_RESOLVED ? ResolvedSlots.NONE : getResolved(in, count);
    return new Segment(
        segmentId,
        automationId,
        new SegmentRevision(version, needsSaving, savedSlots),
        new SegmentColumns(states, generations, createdAt, updatedAt),
        new LastApplied(resolutionId, resolved, operationId, results),
        resolvedSlots);
  }

  private static int maxBytesOf(ResolvedSlots resolved) {
    int maxBytes = MAX_VARINT;
    for (ResolvedSlots.Entry entry : resolved.entries()) {
      // A character takes up to three bytes of UTF-8.
      maxBytes += 3 * entry.resolutionId().length() + (3 + entry.ranges().length) * MAX_VARINT;
    }
    return maxBytes;
  }

  private static void putResolved(ByteBuffer out, ResolvedSlots resolved) {
    putVarint(out, resolved.entries().size());
    for (ResolvedSlots.Entry entry : resolved.entries()) {
      putBytes(out, entry.resolutionId().getBytes(StandardCharsets.UTF_8));
      putVarint(out, zigzag(entry.atMillis()));
      int[] ranges = entry.ranges();
      putVarint(out, ranges.length / 2);
      int end = 0;
      for (int i = 0; i < ranges.length; i += 2) {
        putVarint(out, ranges[i] - end);
        end = ranges[i + 1] + 1;
        putVarint(out, end - ranges[i]);
      }
    }
  }

  private static ResolvedSlots getResolved(ByteBuffer in, int count) {
    int size = getLength(in, count);
    List<ResolvedSlots.Entry> entries = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String resolutionId = getString(in);
      long atMillis = unzigzag(getVarint(in));
      int[] ranges = new int[2 * getLength(in, count)];
      int end = 0;
      for (int range = 0; range < ranges.length; range += 2) {
        ranges[range] = end + getLength(in, count - end);
        end = ranges[range] + getLength(in, count - ranges[range]);
        ranges[range + 1] = end - 1;
      }
      entries.add(new ResolvedSlots.Entry(resolutionId, atMillis, ranges));
    }
    return new ResolvedSlots(entries);
  }

  private static byte[] codesOf(List<Transition.Result> results) {
    byte[] codes = new byte[results.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = results.get(i).code();
    }
    return codes;
  }

  private static List<Transition.Result> resultsOf(byte[] codes) {
    List<Transition.Result> results = new ArrayList<>(codes.length);
    for (byte code : codes) {
      results.add(Transition.Result.ofCode(code));
    }
    return results;
  }

  private static void putRanges(ByteBuffer out, int[] values) {
    int start = 0;
    while (start < values.length) {
      int end = start + 1;
      while (end < values.length && values[end] == values[start]) {
        end++;
      }
      putVarint(out, values[start]);
      putVarint(out, end - start);
      start = end;
    }
  }

  private static int[] getRanges(ByteBuffer in, int count) {
    int[] values = new int[count];
    int start = 0;
    while (start < count) {
      int value = (int) getVarint(in);
      int end = start + getLength(in, count - start);
      Arrays.fill(values, start, end, value);
      start = end;
    }
    return values;
  }

  private static void putDifferences(ByteBuffer out, long[] values) {
    long previous = 0;
    for (long value : values) {
      putVarint(out, zigzag(value - previous));
      previous = value;
    }
  }

  private static long[] getDifferences(ByteBuffer in, int count) {
    long[] values = new long[count];
    long previous = 0;
    for (int i = 0; i < count; i++) {
      previous += unzigzag(getVarint(in));
      values[i] = previous;
    }
    return values;
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  private static void putBytes(ByteBuffer out, byte[] bytes) {
    putVarint(out, bytes.length);
    out.put(bytes);
  }

  private static byte[] getBytes(ByteBuffer in) {
    byte[] bytes = new byte[getLength(in, in.remaining())];
    in.get(bytes);
    return bytes;
  }

  private static String getString(ByteBuffer in) {
    return new String(getBytes(in), StandardCharsets.UTF_8);
  }

  private static void putVarint(ByteBuffer out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long getVarint(ByteBuffer in) {
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
    throw damaged("has a varint of more than " + MAX_VARINT + " bytes");
  }

  private static int getLength(ByteBuffer in, int max) {
    long length = getVarint(in);
    if (length < 0 || length > max) {
      throw damaged("has a length of " + length + ", must be at most " + max);
    }
    return (int) length;
  }

  private static IllegalArgumentException damaged(String how) {
    return new IllegalArgumentException("segment is damaged: it " + how);
  }
}
