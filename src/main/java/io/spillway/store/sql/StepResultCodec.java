package io.spillway.store.sql;

import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.execution.StepPosition;
import io.spillway.domain.execution.StepResult;
import io.spillway.domain.execution.Varints;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packs results of steps of one segment.
 *
 * <p>Format 1: the number of results; then for each, all numbers as varints, slot, step, run,
 * attempt; one byte with the code of the outcome and which of the rest is there; when it started,
 * signed, as the difference to the one before; when it ended, signed, since it started; if it has
 * them, when it is due, signed, since it started; the worker; the code, the message and the HTTP
 * status of the error; the output. A text is its length and UTF-8. A result without these takes
 * about 12 bytes.
 */
final class StepResultCodec {
  static final int FORMAT = 1;

  private static final int OUTCOME = 0x0F;
  private static final int DUE = 0x10;
  private static final int WORKER = 0x20;
  private static final int ERROR = 0x40;
  private static final int OUTPUT = 0x80;
  private static final int MAX_FIXED = 11 * Varints.MAX_BYTES + 1;

  private StepResultCodec() {}

  /** At most how many bytes a result takes. */
  private static int maxBytesOf(StepResult result) {
    // A character takes up to three bytes of UTF-8.
    int characters =
        result.worker().length()
            + result.error().code().length()
            + result.error().message().length();
    return MAX_FIXED + 3 * characters + result.output().length;
  }

  static byte[] encode(List<StepResult> results) {
    int maxBytes = Varints.MAX_BYTES;
    for (StepResult result : results) {
      maxBytes += maxBytesOf(result);
    }
    ByteBuffer out = ByteBuffer.allocate(maxBytes);
    Varints.put(out, results.size());
    long previous = 0;
    for (StepResult result : results) {
      put(out, result, previous);
      previous = result.startedAtMillis();
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void put(ByteBuffer out, StepResult result, long previous) {
    int has =
        (result.dueMillis() == 0 ? 0 : DUE)
            | (result.worker().isEmpty() ? 0 : WORKER)
            | (result.error().equals(StepError.NONE) ? 0 : ERROR)
            | (result.output().length == 0 ? 0 : OUTPUT);
    Varints.put(out, ExecutionIds.slotOf(result.executionId()));
    Varints.put(out, result.step());
    Varints.put(out, result.run());
    Varints.put(out, result.attempt());
    out.put((byte) (result.outcome().code() | has));
    Varints.putSigned(out, result.startedAtMillis() - previous);
    Varints.putSigned(out, result.endedAtMillis() - result.startedAtMillis());
    if ((has & DUE) != 0) {
      Varints.putSigned(out, result.dueMillis() - result.startedAtMillis());
    }
    if ((has & WORKER) != 0) {
      Varints.putText(out, result.worker());
    }
    if ((has & ERROR) != 0) {
      Varints.putText(out, result.error().code());
      Varints.putText(out, result.error().message());
      Varints.put(out, result.error().httpStatus());
    }
    if ((has & OUTPUT) != 0) {
      Varints.putBytes(out, result.output());
    }
  }

  /**
   * Reads what {@link #encode} returned.
   *
   * @throws IllegalArgumentException if the format is unknown or the bytes are damaged
   */
  static List<StepResult> decode(long segmentId, int format, byte[] payload) {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format of the step results is " + format + ", must be " + FORMAT);
    }
    ByteBuffer in = ByteBuffer.wrap(payload);
    try {
      int size = Varints.getLength(in, ExecutionIds.SLOTS);
      List<StepResult> results = new ArrayList<>(size);
      long previous = 0;
      for (int i = 0; i < size; i++) {
        StepResult result = get(in, segmentId, previous);
        results.add(result);
        previous = result.startedAtMillis();
      }
      if (in.hasRemaining()) {
        throw Varints.damaged("has " + in.remaining() + " extra bytes of step results");
      }
      return results;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("step results are truncated", e);
    }
  }

  private static StepResult get(ByteBuffer in, long segmentId, long previous) {
    int slot = Varints.getLength(in, ExecutionIds.SLOTS - 1);
    int step = Varints.getLength(in, StepPosition.MAX_STEP);
    int run = Varints.getLength(in, Integer.MAX_VALUE);
    int attempt = Varints.getLength(in, Integer.MAX_VALUE);
    int has = in.get();
    long started = previous + Varints.getSigned(in);
    return new StepResult(
        ExecutionIds.of(segmentId, slot),
        step,
        run,
        attempt,
        StepResult.Outcome.ofCode(has & OUTCOME),
        started,
        started + Varints.getSigned(in),
        (has & DUE) == 0 ? 0 : started + Varints.getSigned(in),
        (has & WORKER) == 0 ? "" : Varints.getText(in),
        (has & ERROR) == 0 ? StepError.NONE : getError(in),
        (has & OUTPUT) == 0 ? new byte[0] : Varints.getBytes(in));
  }

  private static StepError getError(ByteBuffer in) {
    return new StepError(
        Varints.getText(in), Varints.getText(in), Varints.getLength(in, Integer.MAX_VALUE));
  }
}
