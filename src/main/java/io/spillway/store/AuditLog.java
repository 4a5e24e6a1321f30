package io.spillway.store;

import io.spillway.domain.audit.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The system log. Events are numbered in the order in which they became visible, so a reader who
 * goes on from the number it has seen skips nothing and sees nothing twice.
 */
public interface AuditLog {
  /** Adds events; one whose uid is already there is left as it was. Completes when durable. */
  CompletionStage<Void> append(List<AuditEvent> events);

  /** Reads events. Blocks. */
  List<Entry> page(Query query);

  /** Reads the number of the event with this uid. Blocks. */
  OptionalLong numberOf(String uid);

  /** The number of the newest event of those that happened before a moment. Blocks. */
  OptionalLong newestBefore(Instant moment);

  /**
   * Removes some of the events that happened before a moment, the oldest first: so few that nobody
   * waits for it long. Blocks.
   *
   * @param belowNumber only numbers below this one
   * @return how many; 0 when none is left
   */
  int removeSome(Instant moment, long belowNumber);

  /**
   * An event and its number.
   *
   * @param number larger than that of every event before it
   * @param event what happened
   */
  record Entry(long number, AuditEvent event) {}

  /**
   * Which events to read.
   *
   * @param since only those at or after this moment
   * @param until only those before this moment
   * @param after only numbers beyond this one, in the direction of reading; empty for the first
   *     page
   * @param ascending oldest first, else newest first
   * @param limit at most so many
   */
  record Query(
      Optional<Instant> since,
      Optional<Instant> until,
      OptionalLong after,
      boolean ascending,
      int limit) {}
}
