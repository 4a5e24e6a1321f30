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
 * <p>Format 3: format (1 byte); whether it needs saving (1 byte); then as varints (7 bits a byte,
 * low bits first) segment id, version, saved slots, resolved count and slot count; operation id (8
 * bytes); automation id and resolution id, each a varint length and UTF-8; the results of the
 * latest operation, a varint length and a byte each; the states, a byte each; the generations as
 * ranges of (value, length); the created and the updated times, each as zig-zag varints of the
 * difference to the slot before. A burst has nearly equal times, so a slot takes 3 to 5 bytes. Then
 * for each resolution that moved something, their number first: its id, a varint length and UTF-8;
 * when it started, a zig-zag varint; and the number of ranges of slots that it moved, each as two
 * varints: the number of slots since the previous range, and its length. At the end the positions,
 * see {@link StepPositionsCodec}.
 *
 * <p>Format 1 ended before the resolutions, format 2 before the positions. Both are still read,
 * since rows of them may be stored.
 */
public final class SegmentCodec {
  private static final byte FORMAT_WITHOUT_RESOLVED = 1;
  private static final byte FORMAT_WITHOUT_POSITIONS = 2;
  private static final byte FORMAT = 3;

  private SegmentCodec() {}

  /** Encodes a segment. */
  public static byte[] encode(Segment segment) {
    byte[] automationId = segment.automationId().getBytes(StandardCharsets.UTF_8);
    byte[] resolutionId = segment.last().resolutionId().getBytes(StandardCharsets.UTF_8);
    byte[] results = codesOf(segment.last().results());
    SegmentColumns columns = segment.columns();
    int maxBytes =
        2
            + 8 * Varints.MAX_BYTES
            + Long.BYTES
            + automationId.length
            + resolutionId.length
            + results.length
            + segment.count() * (1 + 10 + 2 * Varints.MAX_BYTES)
            + maxBytesOf(segment.resolved())
            + StepPositionsCodec.maxBytesOf(columns.positions());
    ByteBuffer out = ByteBuffer.allocate(maxBytes);
    out.put(FORMAT);
    out.put((byte) (segment.needsSaving() ? 1 : 0));
    Varints.put(out, segment.segmentId());
    Varints.put(out, segment.version());
    Varints.put(out, segment.revision().savedSlots());
    Varints.put(out, segment.last().resolved());
    Varints.put(out, segment.count());
    out.putLong(segment.last().operationId());
    Varints.putBytes(out, automationId);
    Varints.putBytes(out, resolutionId);
    Varints.putBytes(out, results);
    out.put(columns.states());
    putRanges(out, columns.generations());
    putDifferences(out, columns.createdAt());
    putDifferences(out, columns.updatedAt());
    putResolved(out, segment.resolved());
    StepPositionsCodec.put(out, columns.positions());
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
        throw Varints.damaged("has " + in.remaining() + " extra bytes");
      }
      return segment;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("segment is truncated at byte " + bytes.length, e);
    }
  }

  private static Segment read(ByteBuffer in) {
    byte format = in.get();
    if (format < FORMAT_WITHOUT_RESOLVED || format > FORMAT) {
      throw new IllegalArgumentException(
          "format of the segment is " + format + ", must be 1 to " + FORMAT);
    }
    boolean needsSaving = in.get() == 1;
    long segmentId = Varints.get(in);
    long version = Varints.get(in);
    int savedSlots = (int) Varints.get(in);
    int resolved = (int) Varints.get(in);
    int count = Varints.getLength(in, ExecutionIds.SLOTS);
    long operationId = in.getLong();
    String automationId = Varints.getText(in);
    String resolutionId = Varints.getText(in);
    List<Transition.Result> results = resultsOf(Varints.getBytes(in));
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
    StepPositions positions =
        format <= FORMAT_WITHOUT_POSITIONS
            ? StepPositions.NONE
            : StepPositionsCodec.get(in, states);
    return new Segment(
        segmentId,
        automationId,
        new SegmentRevision(version, needsSaving, savedSlots),
        new SegmentColumns(states, generations, createdAt, updatedAt, positions),
        new LastApplied(resolutionId, resolved, operationId, results),
        resolvedSlots);
  }

  private static int maxBytesOf(ResolvedSlots resolved) {
    int maxBytes = Varints.MAX_BYTES;
    for (ResolvedSlots.Entry entry : resolved.entries()) {
      // A character takes up to three bytes of UTF-8.
      maxBytes +=
          3 * entry.resolutionId().length() + (3 + entry.ranges().length) * Varints.MAX_BYTES;
    }
    return maxBytes;
  }

  private static void putResolved(ByteBuffer out, ResolvedSlots resolved) {
    Varints.put(out, resolved.entries().size());
    for (ResolvedSlots.Entry entry : resolved.entries()) {
      Varints.putText(out, entry.resolutionId());
      Varints.putSigned(out, entry.atMillis());
      int[] ranges = entry.ranges();
      Varints.put(out, ranges.length / 2);
      int end = 0;
      for (int i = 0; i < ranges.length; i += 2) {
        Varints.put(out, ranges[i] - end);
        end = ranges[i + 1] + 1;
        Varints.put(out, end - ranges[i]);
      }
    }
  }

  private static ResolvedSlots getResolved(ByteBuffer in, int count) {
    int size = Varints.getLength(in, count);
    List<ResolvedSlots.Entry> entries = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String resolutionId = Varints.getText(in);
      long atMillis = Varints.getSigned(in);
      int[] ranges = new int[2 * Varints.getLength(in, count)];
      int end = 0;
      for (int range = 0; range < ranges.length; range += 2) {
        ranges[range] = end + Varints.getLength(in, count - end);
        end = ranges[range] + Varints.getLength(in, count - ranges[range]);
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
      Varints.put(out, values[start]);
      Varints.put(out, end - start);
      start = end;
    }
  }

  private static int[] getRanges(ByteBuffer in, int count) {
    int[] values = new int[count];
    int start = 0;
    while (start < count) {
      int value = (int) Varints.get(in);
      int end = start + Varints.getLength(in, count - start);
      Arrays.fill(values, start, end, value);
      start = end;
    }
    return values;
  }

  private static void putDifferences(ByteBuffer out, long[] values) {
    long previous = 0;
    for (long value : values) {
      Varints.putSigned(out, value - previous);
      previous = value;
    }
  }

  private static long[] getDifferences(ByteBuffer in, int count) {
    long[] values = new long[count];
    long previous = 0;
    for (int i = 0; i < count; i++) {
      previous += Varints.getSigned(in);
      values[i] = previous;
    }
    return values;
  }
}
