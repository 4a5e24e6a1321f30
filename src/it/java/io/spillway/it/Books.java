package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** Compares what a node shows with what its clients were told, by its public API only. */
final class Books {
  private static final Duration RESUME_LIMIT = Duration.ofSeconds(60);
  private static final int LATEST = 100;
  private static final int EARLIER = 20;

  private final Operations node;
  private final Ledger ledger;

  Books(Operations node, Ledger ledger) {
    this.node = node;
    this.ledger = ledger;
  }

  /** Looks up the latest acknowledged executions and some earlier ones. */
  void checkSample(Random random) {
    List<Long> told = ledger.created();
    told.subList(Math.max(0, told.size() - LATEST), told.size()).forEach(this::find);
    for (int i = 0; i < EARLIER && !told.isEmpty(); i++) {
      find(told.get(random.nextInt(told.size())));
    }
  }

  private void find(long executionId) {
    JsonObject found = node.execution(executionId).ok().getJsonObject("automationExecution");
    assertThat(ExecutionRow.of(found).id()).isEqualTo(executionId);
  }

  /** Waits until no resolution of these automations is running. */
  void awaitResolutions(Collection<Member> members) {
    for (Member member : members) {
      await("resolutions that were cut short are finished")
          .atMost(RESUME_LIMIT)
          .until(() -> !node.breaker(member.id()).ok().containsKey("running"));
    }
  }

  /** Checks everything. */
  void checkAll(Collection<Member> members) {
    assertThat(ledger.toldTwice()).as("ids acknowledged twice").isEmpty();
    awaitResolutions(members);
    List<JsonObject> events = node.events();
    Map<String, ResolutionRow> byReason = new HashMap<>();
    for (Member member : members) {
      List<ResolutionRow> resolutions =
          node.resolutions(member.id()).stream().map(ResolutionRow::of).toList();
      assertThat(resolutions).as("resolutions of %s", member).allMatch(ResolutionRow::isDone);
      checkAuditRows(member, resolutions, events);
      for (ResolutionRow resolution : resolutions) {
        assertThat(byReason.put(resolution.reason(), resolution))
            .as("resolutions for one call, %s", resolution)
            .isNull();
      }
      check(member, resolutions, events);
    }
    checkAnswers(byReason);
    ledger.doomed().forEach(this::checkDoomed);
  }

  /** Every resolution has one audit row, and it tells the same. */
  private static void checkAuditRows(
      Member member, List<ResolutionRow> resolutions, List<JsonObject> events) {
    List<AuditRow> told =
        eventsOf(member, events, "paused_run", "paused_cancelled").map(AuditRow::of).toList();
    Set<AuditRow> recorded = resolutions.stream().map(AuditRow::of).collect(Collectors.toSet());
    assertThat(told).filteredOn(row -> !recorded.contains(row)).as("audit rows alone").isEmpty();
    assertThat(recorded).filteredOn(row -> !told.contains(row)).as("without audit row").isEmpty();
    assertThat(told).extracting(AuditRow::resolutionId).doesNotHaveDuplicates();
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
          row.decision().equals(Operations.RUN),
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
      Member member, List<JsonObject> events, String... kinds) {
    return events.stream()
        .filter(event -> member.id().equals(event.getString("automationId")))
        .filter(event -> List.of(kinds).contains(event.getString("event")));
  }

  private void checkAnswers(Map<String, ResolutionRow> byReason) {
    Map<String, ResolutionRow.Counts> recorded = new HashMap<>();
    byReason.forEach((reason, row) -> recorded.put(reason, row.counts()));
    Map<String, ResolutionRow.Counts> answered = new HashMap<>();
    ledger
        .resolved()
        .forEach((reason, answer) -> answered.put(reason, ResolutionRow.Counts.of(answer)));
    assertThat(recorded).as("counts by the reason of the call").containsAllEntriesOf(answered);
  }

  private void check(Member member, List<ResolutionRow> resolutions, List<JsonObject> events) {
    List<ExecutionRow> rows = node.executions(member.id());
    assertThat(rows).extracting(ExecutionRow::id).doesNotHaveDuplicates();
    assertThat(rows)
        .as("executions of %s", member)
        .extracting(ExecutionRow::id)
        .containsAll(ledger.createdOf(member.id()));
    checkManifests(member, resolutions);
    if (member.use() == Member.Use.MIXED) {
      checkMixed(rows, resolutions, events);
    } else {
      checkOneDecision(member, rows, resolutions, events);
    }
  }

  /** Each execution that was resolved stands in one manifest, and no manifest has more. */
  private void checkManifests(Member member, List<ResolutionRow> resolutions) {
    Set<String> resolved = new HashSet<>();
    for (ResolutionRow resolution : resolutions) {
      String moved = resolution.decision().equals(Operations.RUN) ? "run" : "cancelled";
      List<String> lines =
          node.manifest(member.id(), resolution.id()).stream()
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
      Member member,
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
          .as("held before %s and after it", resolution)
          .noneMatch(row -> row.isPaused() && row.createdAt().isBefore(resolution.startedAt()));
    }
    assertThat(resolutions.stream().mapToLong(row -> row.counts().paused()).sum())
        .as("executions of %s that left the paused state", member)
        .isEqualTo(moved.size());
    List<Instant> starts = new ArrayList<>();
    resolutions.forEach(resolution -> starts.add(resolution.startedAt()));
    eventsOf(member, events, "breaker_cleared")
        .forEach(event -> starts.add(Instant.ofEpochMilli(event.getLong("time"))));
    Windows.check(member, rows, starts);
  }

  /** A terminated execution stays so and is told of once; each count has its executions. */
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
    Stream.concat(ledger.terminated().stream(), singly.stream())
        .forEach(id -> assertThat(byId.get(id)).matches(row -> row.isTerminated(), "terminated"));
    long left = 0;
    for (ResolutionRow resolution : resolutions) {
      long moved =
          rows.stream().filter(resolution::moved).filter(row -> !singly.contains(row.id())).count();
      long terminatedLater = resolution.counts().paused() - moved;
      assertThat(terminatedLater)
          .as("moved by %s and terminated after that", resolution)
          .isBetween(0L, resolution.decision().equals(Operations.RUN) ? singly.size() : 0L);
      assertThat(resolution.counts().errored()).isZero();
      left += resolution.counts().paused();
    }
    assertThat(left)
        .as("executions that left the paused state")
        .isLessThanOrEqualTo(rows.stream().filter(row -> !row.isPaused()).count());
  }

  /** A deletion happened as a whole or not at all. */
  private void checkDoomed(String automationId) {
    boolean deleted = node.automation(automationId).status() == 404;
    assertThat(deleted || !ledger.deleted().contains(automationId))
        .as("automation %s, whose deletion was acknowledged, is gone", automationId)
        .isTrue();
    await("executions held by a deleted automation are cancelled")
        .atMost(RESUME_LIMIT)
        .untilAsserted(
            () -> {
              List<ExecutionRow> rows = node.executions(automationId);
              assertThat(rows)
                  .extracting(ExecutionRow::id)
                  .containsExactlyInAnyOrderElementsOf(ledger.createdOf(automationId));
              assertThat(rows.stream().filter(ExecutionRow::wasAdmitted)).hasSize(2);
              assertThat(rows)
                  .filteredOn(row -> !row.wasAdmitted())
                  .allMatch(row -> deleted ? row.isTerminated() : row.isPaused());
            });
  }
}
