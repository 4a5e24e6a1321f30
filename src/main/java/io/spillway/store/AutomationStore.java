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
  /** How long it is known which commands were carried out. */
  Duration OPERATIONS_KEPT = Duration.ofMinutes(10);

  /** How long it is known which requests with a key were answered. */
  Duration REQUESTS_KEPT = Duration.ofHours(24);

  /**
   * Carries out one step of the automation's owner.
   *
   * @return completes when it is durable; fails with {@link StaleWriteException} if the stored
   *     revision is not {@code next.revision() − 1} (for revision 1: if the automation exists), or
   *     another has claimed the automation since, with {@link StoreException} if the store cannot;
   *     nothing is written then, unless it is an {@link UnknownOutcomeException}
   */
  CompletionStage<Void> commit(AutomationCommit step);

  /**
   * Makes the caller the owner of an automation, also of a deleted one: raises its epoch, so that
   * whoever owned it before writes nothing more. Waits for a step that is being written, so none
   * comes to light later that is not in the record, nor in {@link #applied}. Blocks.
   *
   * @return the automation in its new epoch; empty if it does not exist
   * @throws StoreException if the store cannot
   */
  Optional<AutomationRecord> claim(String automationId);

  /**
   * Which of these commands were carried out, as far as {@link #OPERATIONS_KEPT} reaches. Blocks.
   *
   * @return operation id to the execution it made, 0 if it made none
   */
  Map<Long, Long> applied(String automationId, Collection<Long> operationIds);

  /** Forgets the commands carried out before {@link #OPERATIONS_KEPT}. Blocks. */
  default int forgetOperations() {
    return forgetOperations(OPERATIONS_KEPT);
  }

  /**
   * Forgets the commands that were carried out at least so long ago, by the clock of the database.
   * Blocks.
   *
   * @return how many those were
   */
  int forgetOperations(Duration age);

  /**
   * Which of these requests were answered within {@link #REQUESTS_KEPT}. Blocks.
   *
   * @param keyIds ids of their keys
   * @return by the id of the key
   */
  Map<String, AnsweredRequest> answered(Collection<String> keyIds);

  /** Forgets the requests answered before {@link #REQUESTS_KEPT}. Blocks. */
  default int forgetRequests() {
    return forgetRequests(REQUESTS_KEPT);
  }

  /**
   * Forgets the requests that were answered at least so long ago, by the clock of the database.
   * Blocks.
   *
   * @return how many those were
   */
  int forgetRequests(Duration age);

  /** Reads an automation, also a deleted one, as it is to whoever does not own it. Blocks. */
  Optional<AutomationRecord> load(String automationId);

  /** Reads automations that are not deleted, newest first. Blocks. */
  List<AutomationRecord> newestFirst(Query query);

  /** Reads the versions of the published steps and triggers, newest first. Blocks. */
  List<Version> versions(String automationId, int beforeVersion, int limit);

  /** Reads one resolution. Blocks. */
  Optional<Resolution> resolution(String automationId, String resolutionId);

  /**
   * Reads resolutions, newest first. Blocks.
   *
   * @param before only resolutions that started before this one; empty for the newest
   */
  List<Resolution> resolutions(String automationId, Optional<Position> before, int limit);

  /**
   * Reads the segments of which a finished resolution could not move executions, by their ids.
   * Blocks.
   *
   * @param afterSegmentId only ids beyond this one
   * @param limit at most so many
   */
  List<FailedSegment> failedSegments(String resolutionId, long afterSegmentId, int limit);

  /** Reads the resolutions of an automation that are not finished, oldest first. Blocks. */
  List<Resolution> unfinishedResolutions(String automationId);

  /** Reads the resolutions that started and did not finish, oldest first. Blocks. */
  List<Resolution> runningResolutions();

  /**
   * Which automations to read.
   *
   * @param text what name or description contains, in any case; empty for all
   * @param appId of this app; empty for all
   * @param ids only these; empty for all
   * @param before only those created before this one; empty for the newest
   * @param limit at most so many
   */
  record Query(String text, String appId, Set<String> ids, Optional<Position> before, int limit) {}

  /**
   * A place in a list ordered by time, newest first.
   *
   * @param at the time of the last row seen
   * @param id the id of the last row seen; orders rows of the same time
   */
  record Position(Instant at, String id) {
    /** A place before every row in a list that begins with the newest. */
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
