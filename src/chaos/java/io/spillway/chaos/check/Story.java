package io.spillway.chaos.check;

import io.spillway.chaos.evidence.AuditRow;
import io.spillway.chaos.evidence.Call;
import io.spillway.chaos.evidence.Counts;
import io.spillway.chaos.evidence.Ending;
import io.spillway.chaos.evidence.Evidence;
import io.spillway.chaos.evidence.Execution;
import io.spillway.chaos.evidence.NodeView;
import io.spillway.chaos.evidence.Operation;
import io.spillway.chaos.evidence.Recovery;
import io.spillway.chaos.evidence.Reply;
import io.spillway.chaos.evidence.Resolution;
import io.spillway.chaos.evidence.Sample;
import io.spillway.chaos.evidence.Snapshot;
import io.spillway.chaos.evidence.Timeline;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.it.Member;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run that never took place: a server in a few lines that does everything right, one step a
 * second. Its lists are open, so that a test can put a fault into them.
 */
final class Story {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final long FIRST_SEGMENT = 7;

  final List<Operation> operations = new ArrayList<>();
  final List<Execution> executions = new ArrayList<>();
  final List<Resolution> resolutions = new ArrayList<>();
  final List<AuditRow> audit = new ArrayList<>();
  final List<Sample> samples = new ArrayList<>();
  final List<Recovery> recoveries = new ArrayList<>();
  final List<Ending> endings = new ArrayList<>();
  final List<String> contradictions = new ArrayList<>();
  final Map<String, Long> versions = new HashMap<>();
  final Member member;
  private int seconds;
  private int generation;
  private boolean tripped;
  private int admitted;

  Story(Member.Use use, long max) {
    member = new Member("automation", use, max);
  }

  Instant now() {
    return BEGIN.plusSeconds(seconds);
  }

  /** Lets a second pass. */
  Instant tick() {
    seconds++;
    return now();
  }

  /** A trigger with this reply of its client; it is carried out in any case. */
  Execution trigger(Reply.Outcome outcome) {
    Instant at = tick();
    if (!tripped && admitted == member.max()) {
      tripped = true;
      generation++;
    }
    if (!tripped) {
      admitted++;
    }
    long id = FIRST_SEGMENT * 1024 + executions.size();
    Execution execution =
        new Execution(
            new ExecutionStatus(
                id,
                tripped ? ExecutionState.PAUSED_BY_CIRCUIT_BREAKER : ExecutionState.PENDING,
                tripped ? generation : 0,
                at.toEpochMilli(),
                at.toEpochMilli()),
            member.id(),
            "m-" + id);
    executions.add(execution);
    Reply reply =
        outcome == Reply.Outcome.DONE
            ? Reply.of(200, new JsonObject().put("executionId", Long.toString(id)).encode())
            : Reply.none(outcome == Reply.Outcome.UNKNOWN, "cut");
    record(Call.Kind.TRIGGER, execution.marker(), reply);
    return execution;
  }

  void triggers(int count) {
    for (int i = 0; i < count; i++) {
      trigger(Reply.Outcome.DONE);
    }
  }

  /** A resolve that is carried out, whatever its client is told. */
  Resolution resolve(boolean run, Reply.Outcome outcome) {
    Instant at = tick();
    ExecutionState to = run ? ExecutionState.PENDING : ExecutionState.TERMINATE;
    long moved = executions.stream().filter(Execution::isPaused).count();
    executions.replaceAll(e -> e.isPaused() ? moved(e, to, at) : e);
    reset();
    String id = "resolution-" + resolutions.size();
    Resolution resolution =
        new Resolution(
            id,
            member.id(),
            new Resolution.Order(run, "reason of " + id, generation),
            new Counts(moved, 0),
            at,
            Optional.of(at.plusMillis(100)));
    resolutions.add(resolution);
    audit.add(rowOf(resolution));
    Reply reply =
        outcome == Reply.Outcome.DONE
            ? Reply.of(
                200, new JsonObject().put("pausedCount", moved).put("erroredCount", 0).encode())
            : Reply.none(true, "cut");
    record(run ? Call.Kind.RUN : Call.Kind.CANCEL, resolution.order().reason(), reply);
    return resolution;
  }

  static AuditRow rowOf(Resolution resolution) {
    return new AuditRow(
        resolution.order().run() ? "paused_run" : "paused_cancelled",
        resolution.automationId(),
        resolution.id(),
        resolution.order().reason(),
        resolution.counts(),
        resolution.finishedAt().orElseThrow());
  }

  void clear() {
    Instant at = tick();
    if (tripped) {
      audit.add(new AuditRow("breaker_cleared", member.id(), "", "", new Counts(0, 0), at));
      reset();
    }
    record(Call.Kind.CLEAR, "", Reply.of(200, "{}"));
  }

  private void reset() {
    tripped = false;
    admitted = 0;
  }

  void terminate(Execution execution) {
    terminate(execution, tick());
  }

  /** Terminates it at what the clock of its node shows. */
  void terminate(Execution execution, Instant at) {
    replace(execution.id(), ExecutionState.TERMINATE, at);
    audit.add(
        new AuditRow(
            "execution_terminated",
            member.id(),
            Long.toString(execution.id()),
            "",
            new Counts(0, 0),
            at));
    record(Call.Kind.TERMINATE, Long.toString(execution.id()), Reply.of(200, "{}"));
  }

  /** A client reads an execution and is shown this state. */
  void read(long executionId, ExecutionState state) {
    tick();
    JsonObject shown = new JsonObject().put("state", "AUTOMATION_EXECUTION_STATE_" + state);
    record(
        Call.Kind.READ,
        Long.toString(executionId),
        Reply.of(200, new JsonObject().put("automationExecution", shown).encode()));
  }

  /** Puts an execution into a state, as the segment of the database would have it. */
  void replace(long executionId, ExecutionState state, Instant at) {
    executions.replaceAll(e -> e.id() == executionId ? moved(e, state, at) : e);
  }

  private static Execution moved(Execution execution, ExecutionState to, Instant at) {
    ExecutionStatus was = execution.status();
    return new Execution(
        new ExecutionStatus(
            was.executionId(), to, was.generation(), was.createdAtMillis(), at.toEpochMilli()),
        execution.automationId(),
        execution.marker());
  }

  void record(Call.Kind kind, String key, Reply reply) {
    operations.add(
        new Operation(
            new Call("client", 1, kind, member.id(), key),
            now().minusMillis(10),
            now().plusMillis(10),
            reply));
  }

  void sample(String what, long version) {
    samples.add(new Sample(tick(), what, version));
    versions.put(what, version);
  }

  void recovers(Duration limit) {
    recoveries.add(new Recovery("kill-one", now(), Set.of(1), limit));
  }

  Snapshot snapshot() {
    return new Snapshot(
        now().plusSeconds(60),
        new Snapshot.Stored(
            List.copyOf(executions),
            List.copyOf(resolutions),
            List.copyOf(audit),
            Map.copyOf(versions),
            List.copyOf(contradictions)),
        List.of(view()));
  }

  /** What a node shows that knows the database. */
  NodeView view() {
    return new NodeView(
        1,
        executions.stream()
            .collect(Collectors.toMap(Execution::id, Execution::state, (first, second) -> second)),
        Map.of(member.id(), executions.stream().filter(Execution::isPaused).count()),
        List.of(),
        resolutions.stream().collect(Collectors.toMap(Resolution::id, Resolution::counts)),
        List.copyOf(audit));
  }

  List<Violation> check() {
    return check(snapshot(), Optional.empty());
  }

  List<Violation> check(Snapshot last, Optional<Snapshot> before) {
    return Checker.check(
        new Evidence(
            List.of(member),
            List.copyOf(operations),
            new Timeline(samples, recoveries, endings, List.of()),
            last,
            before));
  }
}
