package io.spillway.store.sql;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.Trip;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AnsweredRequest;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import io.spillway.store.SelectionJson;
import io.spillway.store.StaleWriteException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Automations, their state, versions and resolutions in SQL. */
final class SqlAutomations implements AutomationStore {
  private static final String INSERT_STATE =
      "INSERT INTO automation_state (revision, generation, window_started_at, trip_observed,"
          + " trip_threshold, trip_period, tripped_at, last_executed_at, automation_id, epoch)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (automation_id) DO NOTHING";
  private static final String UPDATE_STATE =
      "UPDATE automation_state SET revision = ?, generation = ?, window_started_at = ?,"
          + " trip_observed = ?, trip_threshold = ?, trip_period = ?, tripped_at = ?,"
          + " last_executed_at = ? WHERE automation_id = ? AND epoch = ? AND revision = ?";
  private static final String UPSERT_DEFINITION =
      "INSERT INTO automation (automation_id, display_name, description, app_id, enabled, draft,"
          + " breaker_max, breaker_period, runner_mode, runner_max_concurrent, runner_max_per_second,"
          + " version, created_at, deleted_at, annotations, steps, draft_steps, triggers,"
          + " draft_triggers, context, search_text)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (automation_id) DO UPDATE SET display_name = excluded.display_name,"
          + " description = excluded.description, app_id = excluded.app_id,"
          + " enabled = excluded.enabled, draft = excluded.draft,"
          + " breaker_max = excluded.breaker_max, breaker_period = excluded.breaker_period,"
          + " runner_mode = excluded.runner_mode,"
          + " runner_max_concurrent = excluded.runner_max_concurrent,"
          + " runner_max_per_second = excluded.runner_max_per_second,"
          + " version = excluded.version, deleted_at = excluded.deleted_at,"
          + " annotations = excluded.annotations, steps = excluded.steps,"
          + " draft_steps = excluded.draft_steps, triggers = excluded.triggers,"
          + " draft_triggers = excluded.draft_triggers, context = excluded.context,"
          + " search_text = excluded.search_text";
  private static final String INSERT_VERSION =
      "INSERT INTO automation_version (automation_id, version, created_at, steps, triggers)"
          + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (automation_id, version) DO NOTHING";
  private static final String INSERT_SEGMENT =
      "INSERT INTO segment (segment_id, automation_id, version, slot_count, paused, states)"
          + " VALUES (?, ?, 0, 0, 0, 0)";
  private static final String INSERT_FACTS =
      "INSERT INTO fact_block (first_execution_id, execution_count, created_at, generation,"
          + " automation_version, layout, contexts) VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String INSERT_RESOLUTION =
      "INSERT INTO resolution (resolution_id, automation_id, decision, reason, actor,"
          + " through_generation, total, paused, errored, started_at, selection)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (resolution_id) DO NOTHING";
  private static final String FINISH_RESOLUTION =
      "UPDATE resolution SET paused = ?, errored = ?, finished_at = ?"
          + " WHERE resolution_id = ? AND finished_at IS NULL";
  private static final String KEEP_EPOCH =
      "UPDATE automation_state SET epoch = epoch WHERE automation_id = ? AND epoch = ?";
  private static final String RECORD_PROGRESS =
      "UPDATE resolution SET paused = ?, errored = ? WHERE resolution_id = ?"
          + " AND finished_at IS NULL AND paused <= ? AND paused + errored <= ?";
  private static final String STATE =
      ", s.revision, s.epoch, s.generation, s.window_started_at, s.trip_observed,"
          + " s.trip_threshold, s.trip_period, s.tripped_at, s.last_executed_at"
          + " FROM automation a JOIN automation_state s ON s.automation_id = a.automation_id";
  private static final String SELECT_AUTOMATION = "SELECT a.*" + STATE;
  private static final String SELECT_OUTLINE =
      "SELECT a.automation_id, a.display_name, a.description, a.app_id, a.enabled, a.draft,"
          + " a.breaker_max, a.breaker_period, a.runner_mode, a.runner_max_concurrent,"
          + " a.runner_max_per_second, a.version, a.created_at, a.deleted_at,"
          + " '{}' AS annotations, '[]' AS steps, '[]' AS draft_steps, '[]' AS triggers,"
          + " '[]' AS draft_triggers, '{}' AS context"
          + STATE;

  private static final String SELECT_ONE = SELECT_AUTOMATION + " WHERE a.automation_id = ?";
  private static final String RAISE_EPOCH =
      "UPDATE automation_state SET epoch = epoch + 1 WHERE automation_id = ?";

  private final GroupCommit writer;
  private final QueryRunner reader;
  private final OperationLog operations;
  private final RequestLog requests;
  private final Clock clock;

  SqlAutomations(GroupCommit writer, QueryRunner reader, Clock clock) {
    this.writer = writer;
    this.reader = reader;
    this.operations = new OperationLog(writer, reader);
    this.requests = new RequestLog(writer, reader);
    this.clock = clock;
  }

  @Override
  public CompletionStage<Void> commit(AutomationCommit step) {
    List<FactBlock> facts = FactBlock.pack(step.facts());
    return writer.write(session -> write(session, step, facts));
  }

  private void write(WriterSession session, AutomationCommit step, List<FactBlock> facts)
      throws SQLException {
    writeState(session, step.next());
    if (step.redefines()) {
      writeDefinition(session, step.next());
    }
    String automationId = step.next().automation().id();
    for (long segmentId : step.openedSegments()) {
      session.update(INSERT_SEGMENT, segmentId, automationId);
    }
    for (FactBlock block : facts) {
      session.update(
          INSERT_FACTS,
          block.firstExecutionId(),
          block.count(),
          block.createdAtMillis(),
          block.generation(),
          block.automationVersion(),
          block.layout(),
          block.contexts());
    }
    if (step.resolution().isPresent()) {
      writeResolution(session, step.resolution().get());
      FailureLog.write(session, step.resolution().get(), step.failed());
    }
    OperationLog.write(session, step.next(), step.operations());
    RequestLog.write(session, step.answered());
    SqlAuditLog.write(session, step.events());
  }

  private static void writeState(WriterSession session, AutomationRecord next) throws SQLException {
    Optional<Trip> trip =
        next.breaker() instanceof BreakerState.Tripped tripped
            ? Optional.of(tripped.trip())
            : Optional.empty();
    boolean creates = next.revision() == 1;
    Object[] row = {
      next.revision(),
      next.breaker().generation(),
      next.breaker().windowStartedAt(),
      trip.map(Trip::observedCount),
      trip.map(Trip::threshold),
      trip.map(Trip::period),
      trip.map(Trip::trippedAt),
      next.lastExecutedAt(),
      next.automation().id(),
      next.epoch()
    };
    int rows =
        creates
            ? session.update(INSERT_STATE, row)
            : session.update(UPDATE_STATE, RowMappers.with(row, next.revision() - 1));
    if (rows == 0) {
      throw new StaleWriteException(
          "automation", next.automation().id(), next.revision() - 1, next.epoch());
    }
  }

  private void writeDefinition(WriterSession session, AutomationRecord next) throws SQLException {
    Automation automation = next.automation();
    Automation.Document document = automation.document();
    session.update(
        UPSERT_DEFINITION,
        automation.id(),
        automation.profile().displayName(),
        automation.profile().description(),
        automation.profile().appId(),
        automation.enabled(),
        automation.draft(),
        automation.limit().max(),
        automation.limit().period(),
        automation.runner().mode(),
        automation.runner().maxConcurrent(),
        automation.runner().maxPerSecond(),
        automation.version(),
        automation.createdAt(),
        automation.deletedAt(),
        new JsonObject(new LinkedHashMap<>(automation.annotations())).encode(),
        document.steps(),
        document.draftSteps(),
        document.triggers(),
        document.draftTriggers(),
        document.context(),
        searchText(automation.profile()));
    if (automation.version() > 0) {
      session.update(
          INSERT_VERSION,
          automation.id(),
          automation.version(),
          clock.instant(),
          document.steps(),
          document.triggers());
    }
  }

  private static String searchText(Automation.Profile profile) {
    return (profile.displayName() + '\n' + profile.description()).toLowerCase(Locale.ROOT);
  }

  /** A started resolution must be new, a finished one must be running. */
  private static void writeResolution(WriterSession session, Resolution resolution)
      throws SQLException {
    int rows =
        resolution.isDone()
            ? session.update(
                FINISH_RESOLUTION,
                resolution.counts().paused(),
                resolution.counts().errored(),
                resolution.finishedAt(),
                resolution.id())
            : session.update(
                INSERT_RESOLUTION,
                resolution.id(),
                resolution.automationId(),
                resolution.order().decision(),
                resolution.order().reason(),
                resolution.order().actor(),
                resolution.throughGeneration(),
                resolution.total(),
                resolution.counts().paused(),
                resolution.counts().errored(),
                resolution.startedAt(),
                SelectionJson.scopeOf(resolution.order()));
    if (rows == 0) {
      throw new StaleWriteException("resolution", resolution.id(), resolution.isDone() ? 1 : 0);
    }
  }

  @Override
  public Optional<AutomationRecord> claim(String automationId) {
    return BlockingWait.on(
        writer.submit(
            session -> {
              // First, since it waits for a concurrent commit on the row.
              session.update(RAISE_EPOCH, automationId);
              return session.first(SELECT_ONE, RowMappers::automation, automationId);
            }));
  }

  @Override
  public Map<Long, Long> applied(String automationId, Collection<Long> operationIds) {
    return operations.applied(automationId, operationIds);
  }

  @Override
  public int forgetOperations(Duration age) {
    return operations.deleteOlderThan(age);
  }

  @Override
  public Map<String, AnsweredRequest> answered(Collection<String> keyIds) {
    return requests.answered(keyIds);
  }

  @Override
  public int forgetRequests(Duration age) {
    return requests.deleteOlderThan(age);
  }

  @Override
  public Optional<AutomationRecord> load(String automationId) {
    return reader.first(SELECT_ONE, RowMappers::automation, automationId);
  }

  @Override
  public List<AutomationRecord> outlines(Query query) {
    Position before = query.before().orElse(Position.NEWEST);
    String text = query.text().toLowerCase(Locale.ROOT);
    return reader.list(
        SELECT_OUTLINE
            + " WHERE a.deleted_at IS NULL"
            + " AND (a.created_at, a.automation_id) < (?, ?)"
            + " AND (? = '' OR a.app_id = ?)"
            + " AND "
            + reader.dialect().position()
            + "(a.search_text, ?) > 0 AND (? = '[]' OR a.automation_id IN ("
            + reader.dialect().texts()
            + "))"
            + " ORDER BY a.created_at DESC, a.automation_id DESC LIMIT ?",
        RowMappers::automation,
        before.at(),
        before.id(),
        query.appId(),
        query.appId(),
        text,
        new JsonArray(List.copyOf(query.ids())).encode(),
        new JsonArray(List.copyOf(query.ids())).encode(),
        query.limit());
  }

  @Override
  public int count(int limit) {
    return reader
        .first(
            // Every creation is later than that; the condition leads to the index.
            "SELECT COUNT(*) AS found FROM (SELECT 1 FROM automation"
                + " WHERE deleted_at IS NULL AND created_at >= 0 LIMIT ?) AS existing",
            row -> row.getInt("found"),
            limit)
        .orElseThrow();
  }

  @Override
  public long versionBytes(String automationId, int beforeVersion) {
    return reader
        .first(
            "SELECT COALESCE(SUM(octet_length(steps) + octet_length(triggers)), 0) AS bytes"
                + " FROM automation_version WHERE automation_id = ? AND version < ?",
            row -> row.getLong("bytes"),
            automationId,
            beforeVersion)
        .orElseThrow();
  }

  @Override
  public List<Version> versions(String automationId, int beforeVersion, int limit) {
    return reader.list(
        "SELECT * FROM automation_version WHERE automation_id = ? AND version < ?"
            + " ORDER BY version DESC LIMIT ?",
        RowMappers::version,
        automationId,
        beforeVersion,
        limit);
  }

  @Override
  public CompletionStage<Void> recordProgress(Resolution resolution, long epoch) {
    return writer.write(
        session -> {
          // Locks the row: a claim waits for this, or this does nothing after it.
          if (session.update(KEEP_EPOCH, resolution.automationId(), epoch) > 0) {
            long paused = resolution.counts().paused();
            long errored = resolution.counts().errored();
            session.update(
                RECORD_PROGRESS, paused, errored, resolution.id(), paused, paused + errored);
          }
        });
  }

  @Override
  public Optional<Resolution> resolution(String automationId, String resolutionId) {
    return reader.first(
        "SELECT * FROM resolution WHERE resolution_id = ? AND automation_id = ?",
        RowMappers::resolution,
        resolutionId,
        automationId);
  }

  @Override
  public List<Resolution> resolutions(String automationId, Optional<Position> before, int limit) {
    Position position = before.orElse(Position.NEWEST);
    return reader.list(
        "SELECT * FROM resolution WHERE automation_id = ? AND (started_at, resolution_id) < (?, ?)"
            + " ORDER BY started_at DESC, resolution_id DESC LIMIT ?",
        RowMappers::resolution,
        automationId,
        position.at(),
        position.id(),
        limit);
  }

  @Override
  public List<FailedSegment> failedSegments(String resolutionId, long afterSegmentId, int limit) {
    return FailureLog.read(reader, resolutionId, afterSegmentId, limit);
  }

  @Override
  public List<Resolution> unfinishedResolutions(String automationId) {
    return reader.list(
        "SELECT * FROM resolution WHERE automation_id = ? AND finished_at IS NULL"
            + " ORDER BY started_at, resolution_id",
        RowMappers::resolution,
        automationId);
  }

  @Override
  public List<Resolution> allUnfinishedResolutions() {
    return reader.list(
        "SELECT * FROM resolution WHERE finished_at IS NULL ORDER BY started_at, resolution_id",
        RowMappers::resolution);
  }
}
