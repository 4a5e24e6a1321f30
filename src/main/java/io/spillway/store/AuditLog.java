package io.spillway.store;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.ChainLink;
import io.spillway.domain.audit.ChainPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The system log. Events are numbered in the order in which they became visible, so a reader that
 * resumes after the last number it read misses none and gets none twice.
 *
 * <p>Each event is tied to the one before it by a hash, in the transaction that adds it.
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
   * Removes a batch of the events with the lowest numbers that are from before a moment, up to the
   * first that is not. The chain begins after them. Blocks.
   *
   * @param belowNumber only numbers below this one
   * @return how many were removed; 0 when none is left
   */
  int removeSome(Instant moment, long belowNumber);

  /**
   * Reads the last event that was added to the chain, or its beginning if there was none. Blocks.
   */
  ChainPoint lastInChain();

  /** Reads the checkpoint with the largest number. Blocks. */
  Optional<AuditCheckpoint> newestCheckpoint();

  /** Adds a checkpoint, or replaces that of the same number. Completes when durable. */
  CompletionStage<Void> addCheckpoint(AuditCheckpoint checkpoint);

  /**
   * An event and its place in the log.
   *
   * @param number larger than that of every earlier event
   * @param event the event
   * @param link ties it to the event before; empty if it is older than the chain
   * @param checkpoint the JWS of the checkpoint that names it, if there is one
   */
  record Entry(
      long number, AuditEvent event, Optional<ChainLink> link, Optional<String> checkpoint) {
    /** An event that is in no chain. */
    public Entry(long number, AuditEvent event) {
      this(number, event, Optional.empty(), Optional.empty());
    }
  }

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
