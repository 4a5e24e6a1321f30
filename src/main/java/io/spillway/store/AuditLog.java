package io.spillway.store;

import io.spillway.domain.audit.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The system log. Events are numbered in the order in which they became visible, so a reader that
 * resumes after the last number it read misses none and gets none twice.
 */
public interface AuditLog {
  /** Adds events; one whose uid exists is not changed. Completes when durable. */
  CompletionStage<Void> append(List<AuditEvent> events);

  /** Reads events. Blocks. */
  List<Entry> page(Query query);

  /** Reads the number of the event with this uid. Blocks. */
  OptionalLong numberOf(String uid);

  /** Reads the largest number of the events before a moment. Blocks. */
  OptionalLong newestBefore(Instant moment);

  /**
   * Removes a batch of the events before a moment, the oldest first. Blocks.
   *
   * @param belowNumber only numbers below this one
   * @return how many were removed; 0 when none is left
   */
  int removeSome(Instant moment, long belowNumber);

  /**
   * An event and its number.
   *
   * @param number larger than that of every earlier event
   * @param event the event
   */
  record Entry(long number, AuditEvent event) {}

  /**
   * Which events to read.
   *
   * @param since inclusive
   * @param until exclusive
   * @param after only numbers after this one in reading order; empty for the first page
   * @param ascending oldest first, else newest first
   * @param limit maximum number of events
   */
  record Query(
      Optional<Instant> since,
      Optional<Instant> until,
      OptionalLong after,
      boolean ascending,
      int limit) {}
}
