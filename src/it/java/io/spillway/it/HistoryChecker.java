package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ExecutionRow;
import io.spillway.harness.TestAutomation;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what a node reports with the responses of its clients, by its public API only. */
final class HistoryChecker {
  private static final Duration RESUME_LIMIT = Duration.ofSeconds(60);
  private static final int LATEST = 100;
  private static final int EARLIER = 20;

  private final ApiCalls node;
  private final ClientHistory history;

  HistoryChecker(ApiCalls node, ClientHistory history) {
    this.node = node;
    this.history = history;
  }

  /** Looks up the latest acknowledged executions and some earlier ones. */
  void checkSample(Random random) {
    List<Long> reported = history.created();
    reported.subList(Math.max(0, reported.size() - LATEST), reported.size()).forEach(this::find);
    for (int i = 0; i < EARLIER && !reported.isEmpty(); i++) {
      find(reported.get(random.nextInt(reported.size())));
    }
  }

  private void find(long executionId) {
    JsonObject found = node.execution(executionId).ok().getJsonObject("automationExecution");
    assertThat(ExecutionRow.of(found).id()).isEqualTo(executionId);
  }

  /** Waits until no resolution of these automations is running. */
  void awaitResolutions(Collection<TestAutomation> automations) {
    for (TestAutomation automation : automations) {
      await("resolutions that were cut short are finished")
          .atMost(RESUME_LIMIT)
          .until(() -> !node.breaker(automation.id()).ok().containsKey("running"));
    }
  }

  /** Checks everything. */
  void checkAll(Collection<TestAutomation> automations) {
    assertThat(history.acknowledgedTwice()).as("ids acknowledged twice").isEmpty();
    awaitResolutions(automations);
    List<JsonObject> events = node.events();
    Map<String, ResolutionRow> byReason = new HashMap<>();
    for (TestAutomation automation : automations) {
      List<ResolutionRow> resolutions =
          node.resolutions(automation.id()).stream().map(ResolutionRow::of).toList();
      assertThat(resolutions).as("resolutions of %s", automation).allMatch(ResolutionRow::isDone);
      checkAuditRows(automation, resolutions, events);
      for (ResolutionRow resolution : resolutions) {
        assertThat(byReason.put(resolution.reason(), resolution))
            .as("resolutions for one call, %s", resolution)
            .isNull();
      }
      check(automation, resolutions, events);
    }
    checkAnswers(byReason);
    history.toDelete().forEach(this::checkDeletion);
  }

  /** Every resolution has exactly one audit row with the same values. */
  private static void checkAuditRows(
      TestAutomation automation, List<ResolutionRow> resolutions, List<JsonObject> events) {
    List<AuditRow> reported =
        eventsOf(automation, events, "paused_run", "paused_cancelled").map(AuditRow::of).toList();
    Set<AuditRow> recorded = resolutions.stream().map(AuditRow::of).collect(Collectors.toSet());
    assertThat(reported)
        .filteredOn(row -> !recorded.contains(row))
        .as("audit rows alone")
        .isEmpty();
    assertThat(recorded)
        .filteredOn(row -> !reported.contains(row))
        .as("without audit row")
        .isEmpty();
    assertThat(reported).extracting(AuditRow::resolutionId).doesNotHaveDuplicates();
  }

  private record AuditRow(
      String resolutionId,
      boolean run,
      String reason,
      ResolutionRow.Counts counts,
      Instant startedAt,
      Instant finishedAt) {
    static AuditRow of(ResolutionRow row) {
      return new AuditRow(
          row.id(),
          row.decision().equals(ApiCalls.RUN),
          row.reason(),
          row.counts(),
          row.startedAt(),
          row.finishedAt().orElseThrow());
    }

    static AuditRow of(JsonObject event) {
      return new AuditRow(
          event.getString("resolutionId"),
          event.getString("event").equals("paused_run"),
          event.getString("reason"),
          ResolutionRow.Counts.of(event),
          Instant.parse(event.getString("startedAt")),
          Instant.parse(event.getString("finishedAt")));
    }
  }

  private static Stream<JsonObject> eventsOf(
      TestAutomation automation, List<JsonObject> events, String... kinds) {
    return events.stream()
        .filter(event -> automation.id().equals(event.getString("automationId")))
        .filter(event -> List.of(kinds).contains(event.getString("event")));
  }

  private void checkAnswers(Map<String, ResolutionRow> byReason) {
    Map<String, ResolutionRow.Counts> recorded = new HashMap<>();
    byReason.forEach((reason, row) -> recorded.put(reason, row.counts()));
    Map<String, ResolutionRow.Counts> answered = new HashMap<>();
    history
        .resolved()
        .forEach((reason, answer) -> answered.put(reason, ResolutionRow.Counts.of(answer)));
    assertThat(recorded).as("counts by the reason of the call").containsAllEntriesOf(answered);
  }

  private void check(
      TestAutomation automation, List<ResolutionRow> resolutions, List<JsonObject> events) {
    List<ExecutionRow> rows = node.executions(automation.id());
    assertThat(rows).extracting(ExecutionRow::id).doesNotHaveDuplicates();
    assertThat(rows)
        .as("executions of %s", automation)
        .extracting(ExecutionRow::id)
        .containsAll(history.createdOf(automation.id()));
    checkManifests(automation, resolutions);
    if (automation.decisions() == TestAutomation.Decisions.MIXED) {
      checkMixed(rows, resolutions, events);
    } else {
      checkOneDecision(automation, rows, resolutions, events);
    }
  }

  /** Each resolved execution is in exactly one manifest, and manifests contain no others. */
  private void checkManifests(TestAutomation automation, List<ResolutionRow> resolutions) {
    Set<String> resolved = new HashSet<>();
    for (ResolutionRow resolution : resolutions) {
      String moved = resolution.decision().equals(ApiCalls.RUN) ? "run" : "cancelled";
      List<String> lines =
          node.manifest(automation.id(), resolution.id()).stream()
              .filter(line -> line.getString("outcome").equals(moved))
              .map(line -> line.getString("executionId"))
              .toList();
      assertThat(lines)
          .as("manifest of %s", resolution)
          .hasSize(Math.toIntExact(resolution.counts().paused()))
          .allMatch(resolved::add);
    }
  }

  /** With one kind of decision only, and no single terminations, every number follows. */
  private static void checkOneDecision(
      TestAutomation automation,
      List<ExecutionRow> rows,
      List<ResolutionRow> resolutions,
      List<JsonObject> events) {
    List<ExecutionRow> moved = rows.stream().filter(ExecutionRow::hasMoved).toList();
    for (ResolutionRow resolution : resolutions) {
      assertThat(moved.stream().filter(resolution::moved).count())
          .as("executions moved by %s", resolution)
          .isEqualTo(resolution.counts().paused());
      assertThat(resolution.counts().errored()).isZero();
      assertThat(rows)
          .as("paused before %s and after it", resolution)
          .noneMatch(row -> row.isPaused() && row.createdAt().isBefore(resolution.startedAt()));
    }
    assertThat(resolutions.stream().mapToLong(row -> row.counts().paused()).sum())
        .as("executions of %s that left the paused state", automation)
        .isEqualTo(moved.size());
    List<Instant> starts = new ArrayList<>();
    resolutions.forEach(resolution -> starts.add(resolution.startedAt()));
    eventsOf(automation, events, "breaker_cleared")
        .forEach(event -> starts.add(Instant.ofEpochMilli(event.getLong("time"))));
    BreakerWindowChecker.check(automation, rows, starts);
  }

  /**
   * A terminated execution stays terminated and is audited once; each count matches its executions.
   */
  private void checkMixed(
      List<ExecutionRow> rows, List<ResolutionRow> resolutions, List<JsonObject> events) {
    Map<Long, ExecutionRow> byId =
        rows.stream().collect(Collectors.toMap(ExecutionRow::id, row -> row));
    List<Long> terminations =
        events.stream()
            .filter(event -> event.getString("event").equals("execution_terminated"))
            .map(event -> Long.parseLong(event.getString("executionId")))
            .toList();
    assertThat(terminations).as("audit rows of terminations").doesNotHaveDuplicates();
    Set<Long> singly = new HashSet<>(terminations);
    Stream.concat(history.terminated().stream(), singly.stream())
        .forEach(id -> assertThat(byId.get(id)).matches(row -> row.isTerminated(), "terminated"));
    long left = 0;
    for (ResolutionRow resolution : resolutions) {
      long moved =
          rows.stream().filter(resolution::moved).filter(row -> !singly.contains(row.id())).count();
      long terminatedLater = resolution.counts().paused() - moved;
      assertThat(terminatedLater)
          .as("moved by %s and terminated after that", resolution)
          .isBetween(0L, resolution.decision().equals(ApiCalls.RUN) ? singly.size() : 0L);
      assertThat(resolution.counts().errored()).isZero();
      left += resolution.counts().paused();
    }
    assertThat(left)
        .as("executions that left the paused state")
        .isLessThanOrEqualTo(rows.stream().filter(row -> !row.isPaused()).count());
  }

  /** A deletion happened as a whole or not at all. */
  private void checkDeletion(String automationId) {
    boolean deleted = node.automation(automationId).status() == 404;
    assertThat(deleted || !history.deleted().contains(automationId))
        .as("automation %s, whose deletion was acknowledged, is gone", automationId)
        .isTrue();
    await("paused executions of a deleted automation are cancelled")
        .atMost(RESUME_LIMIT)
        .untilAsserted(
            () -> {
              List<ExecutionRow> rows = node.executions(automationId);
              assertThat(rows)
                  .extracting(ExecutionRow::id)
                  .containsExactlyInAnyOrderElementsOf(history.createdOf(automationId));
              assertThat(rows.stream().filter(ExecutionRow::wasAdmitted)).hasSize(2);
              assertThat(rows)
                  .filteredOn(row -> !row.wasAdmitted())
                  .allMatch(row -> deleted ? row.isTerminated() : row.isPaused());
            });
  }
}
