package io.spillway.store;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Automations, their versions and their resolutions. */
public interface AutomationStore {
  /** How long carried out commands are remembered. */
  Duration OPERATIONS_KEPT = Duration.ofMinutes(10);

  /** How long answered requests with an idempotency key are remembered. */
  Duration REQUESTS_KEPT = Duration.ofHours(24);

  /**
   * Commits a change by the automation's owner.
   *
   * @return completes when it is durable; fails with {@link StaleWriteException} if the stored
   *     revision is not {@code next.revision() − 1} (for revision 1: if the automation exists) or
   *     the automation was claimed by another owner, with {@link StoreException} if the store
   *     fails; nothing is written then, unless it is an {@link UnknownOutcomeException}
   */
  CompletionStage<Void> commit(AutomationCommit step);

  /**
   * Makes the caller the owner of an automation, also of a deleted one: raises its epoch, which
   * fences off the previous owner. Waits for a commit in progress, so that every commit of the
   * previous owner is in the record and in {@link #applied}. Blocks.
   *
   * @return the automation in its new epoch; empty if it does not exist
   * @throws StoreException if the store fails
   */
  Optional<AutomationRecord> claim(String automationId);

  /**
   * Which of these commands were carried out within {@link #OPERATIONS_KEPT}. Blocks.
   *
   * @return operation id to the execution it created, 0 if none
   */
  Map<Long, Long> applied(String automationId, Collection<Long> operationIds);

  /** Forgets the commands carried out before {@link #OPERATIONS_KEPT}. Blocks. */
  default int forgetOperations() {
    return forgetOperations(OPERATIONS_KEPT);
  }

  /**
   * Forgets the commands carried out at least this long ago, by the clock of the database. Blocks.
   *
   * @return how many were forgotten
   */
  int forgetOperations(Duration age);

  /**
   * Which of these requests were answered within {@link #REQUESTS_KEPT}. Blocks.
   *
   * @return by key id
   */
  Map<String, AnsweredRequest> answered(Collection<String> keyIds);

  /** Forgets the requests answered before {@link #REQUESTS_KEPT}. Blocks. */
  default int forgetRequests() {
    return forgetRequests(REQUESTS_KEPT);
  }

  /**
   * Forgets the requests answered at least this long ago, by the clock of the database. Blocks.
   *
   * @return how many were forgotten
   */
  int forgetRequests(Duration age);

  /** Reads an automation, also a deleted one, without claiming it. Blocks. */
  Optional<AutomationRecord> load(String automationId);

  /**
   * Reads {@linkplain AutomationRecord#outline outlines} of automations that are not deleted,
   * newest first: their documents may be large. Blocks.
   */
  List<AutomationRecord> outlines(Query query);

  /** Counts the automations that are not deleted, up to {@code limit}. Blocks. */
  int count(int limit);

  /** Adds up the bytes of the published versions of an automation before this one. Blocks. */
  long versionBytes(String automationId, int beforeVersion);

  /** Reads the versions of the published steps and triggers, newest first. Blocks. */
  List<Version> versions(String automationId, int beforeVersion, int limit);

  /**
   * Records the counts of a resolution that is not finished, so that the next owner knows them.
   * Does nothing if it is finished, if the counts would fall, or if another owner has claimed the
   * automation.
   *
   * @param epoch of the owner
   * @return completes when they are durable; fails with {@link StoreException} if the store fails
   */
  CompletionStage<Void> recordProgress(Resolution resolution, long epoch);

  /** Reads one resolution. Blocks. */
  Optional<Resolution> resolution(String automationId, String resolutionId);

  /**
   * Reads resolutions, newest first. Blocks.
   *
   * @param before only resolutions that started before this one; empty for the newest
   */
  List<Resolution> resolutions(String automationId, Optional<Position> before, int limit);

  /**
   * Reads the segments whose executions a finished resolution could not move, by id. Blocks.
   *
   * @param afterSegmentId only larger ids
   * @param limit maximum number
   */
  List<FailedSegment> failedSegments(String resolutionId, long afterSegmentId, int limit);

  /** Reads the resolutions of an automation that are not finished, oldest first. Blocks. */
  List<Resolution> unfinishedResolutions(String automationId);

  /** Reads the resolutions that started and did not finish, oldest first. Blocks. */
  List<Resolution> allUnfinishedResolutions();

  /**
   * Which automations to read.
   *
   * @param text part of name or description, case-insensitive; empty for all
   * @param appId of this app; empty for all
   * @param ids only these; empty for all
   * @param before only those created before this one; empty for the newest
   * @param limit maximum number
   */
  record Query(String text, String appId, Set<String> ids, Optional<Position> before, int limit) {}

  /**
   * A position in a list ordered by time, newest first.
   *
   * @param at the time of the last row seen
   * @param id the id of the last row seen; breaks ties
   */
  record Position(Instant at, String id) {
    /** Before the first row. */
    public static final Position NEWEST =
        new Position(Instant.ofEpochMilli(Long.MAX_VALUE), Character.toString(0x10FFFF));
  }

  /**
   * One version of the published part of an automation.
   *
   * @param number from 1
   * @param document as published
   * @param createdAt when
   */
  record Version(int number, Automation.Document document, Instant createdAt) {}
}
