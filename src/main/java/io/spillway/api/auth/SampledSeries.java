package io.spillway.api.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events of one key: those that no row has counted yet, and the latest row until it is written.
 * Not thread-safe.
 */
final class SampledSeries {
  /** Between two rows. */
  static final Duration PERIOD = Duration.ofMinutes(1);

  private long pending;
  private @Nullable SampledEvent example;
  private Instant first = Instant.EPOCH;
  private Instant last = Instant.EPOCH;

  /** When the latest row was made. */
  private @Nullable Instant rowMadeAt;

  private @Nullable SampledRow unwritten;
  private boolean isWriting;

  void count(SampledEvent event, Instant now) {
    if (pending == 0) {
      example = event;
      first = now;
    }
    pending++;
    last = now;
  }

  /** A row that counts the pending events, if one is due. It is then being written. */
  Optional<SampledRow> nextRow(Instant now) {
    return unwritten == null && isOver(now) ? rowOfPending(now) : Optional.empty();
  }

  /** The row to be written now: one whose write failed, or a new one. */
  Optional<SampledRow> rowToWrite(Instant now) {
    SampledRow row = unwritten;
    if (row == null) {
      return nextRow(now);
    }
    boolean isAgain = !isWriting;
    isWriting = true;
    return isAgain ? Optional.of(row) : Optional.empty();
  }

  /** Adds everything that is not written, due or not. Ends the series. */
  void addRest(List<SampledRow> rows, Instant now) {
    if (unwritten != null && !isWriting) {
      rows.add(unwritten);
    }
    rowOfPending(now).ifPresent(rows::add);
  }

  private Optional<SampledRow> rowOfPending(Instant now) {
    SampledEvent of = example;
    if (pending == 0 || of == null) {
      return Optional.empty();
    }
    SampledRow row = new SampledRow(UUID.randomUUID().toString(), of, pending, first, last);
    pending = 0;
    example = null;
    rowMadeAt = now;
    unwritten = row;
    isWriting = true;
    return Optional.of(row);
  }

  /** A write has ended. */
  void onWrite(SampledRow row, boolean isWritten) {
    SampledRow latest = unwritten;
    if (latest != null && latest.equals(row)) {
      isWriting = false;
      if (isWritten) {
        unwritten = null;
      }
    }
  }

  /** Whether there is nothing to write, nor will a new row come too early. */
  boolean isIdle(Instant now) {
    return pending == 0 && unwritten == null && isOver(now);
  }

  /** Whether the period of the latest row is over; it is too if the clock was set back. */
  private boolean isOver(Instant now) {
    Instant start = rowMadeAt;
    return start == null || now.isBefore(start) || !now.isBefore(start.plus(PERIOD));
  }
}
