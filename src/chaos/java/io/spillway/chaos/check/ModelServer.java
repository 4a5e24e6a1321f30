package io.spillway.chaos.check;

import io.spillway.chaos.history.AuditRow;
import io.spillway.chaos.history.ClientCall;
import io.spillway.chaos.history.ClientOperation;
import io.spillway.chaos.history.ClientReply;
import io.spillway.chaos.history.Counts;
import io.spillway.chaos.history.NodeView;
import io.spillway.chaos.history.ProcessExit;
import io.spillway.chaos.history.Recovery;
import io.spillway.chaos.history.RunHistory;
import io.spillway.chaos.history.StateSnapshot;
import io.spillway.chaos.history.StoredExecution;
import io.spillway.chaos.history.StoredResolution;
import io.spillway.chaos.history.Timeline;
import io.spillway.chaos.history.VersionSample;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.harness.TestAutomation;
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
 * A model of a correct server that generates the history of a run, one step a second. Its lists are
 * mutable, so that a test can inject a violation.
 */
final class ModelServer {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final long FIRST_SEGMENT = 7;

  final List<ClientOperation> operations = new ArrayList<>();
  final List<StoredExecution> executions = new ArrayList<>();
  final List<StoredResolution> resolutions = new ArrayList<>();
  final List<AuditRow> audit = new ArrayList<>();
  final List<VersionSample> samples = new ArrayList<>();
  final List<Recovery> recoveries = new ArrayList<>();
  final List<ProcessExit> exits = new ArrayList<>();
  final List<String> contradictions = new ArrayList<>();
  final Map<String, Long> versions = new HashMap<>();
  final TestAutomation automation;
  private int seconds;
  private int generation;
  private boolean tripped;
  private int admitted;

  ModelServer(TestAutomation.Decisions decisions, long max) {
    automation = new TestAutomation("automation", decisions, max);
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
  StoredExecution trigger(ClientReply.Outcome outcome) {
    Instant at = tick();
    if (!tripped && admitted == automation.max()) {
      tripped = true;
      generation++;
    }
    if (!tripped) {
      admitted++;
    }
    long id = FIRST_SEGMENT * 1024 + executions.size();
    StoredExecution execution =
        new StoredExecution(
            new ExecutionStatus(
                id,
                tripped ? ExecutionState.PAUSED_BY_CIRCUIT_BREAKER : ExecutionState.PENDING,
                tripped ? generation : 0,
                at.toEpochMilli(),
                at.toEpochMilli()),
            automation.id(),
            "m-" + id);
    executions.add(execution);
    ClientReply reply =
        outcome == ClientReply.Outcome.DONE
            ? ClientReply.of(200, new JsonObject().put("executionId", Long.toString(id)).encode())
            : ClientReply.none(outcome == ClientReply.Outcome.UNKNOWN, "cut");
    record(ClientCall.Kind.TRIGGER, execution.marker(), reply);
    return execution;
  }

  void triggers(int count) {
    for (int i = 0; i < count; i++) {
      trigger(ClientReply.Outcome.DONE);
    }
  }

  /** A resolve that takes effect, whatever its reply. */
  StoredResolution resolve(boolean run, ClientReply.Outcome outcome) {
    Instant at = tick();
    ExecutionState to = run ? ExecutionState.PENDING : ExecutionState.TERMINATE;
    long moved = executions.stream().filter(StoredExecution::isPaused).count();
    executions.replaceAll(e -> e.isPaused() ? moved(e, to, at) : e);
    reset();
    String id = "resolution-" + resolutions.size();
    StoredResolution resolution =
        new StoredResolution(
            id,
            automation.id(),
            new StoredResolution.Order(run, "reason of " + id, generation),
            new Counts(moved, 0),
            at,
            Optional.of(at.plusMillis(100)));
    resolutions.add(resolution);
    audit.add(rowOf(resolution));
    ClientReply reply =
        outcome == ClientReply.Outcome.DONE
            ? ClientReply.of(
                200, new JsonObject().put("pausedCount", moved).put("erroredCount", 0).encode())
            : ClientReply.none(true, "cut");
    record(run ? ClientCall.Kind.RUN : ClientCall.Kind.CANCEL, resolution.order().reason(), reply);
    return resolution;
  }

  static AuditRow rowOf(StoredResolution resolution) {
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
      audit.add(new AuditRow("breaker_cleared", automation.id(), "", "", new Counts(0, 0), at));
      reset();
    }
    record(ClientCall.Kind.CLEAR, "", ClientReply.of(200, "{}"));
  }

  private void reset() {
    tripped = false;
    admitted = 0;
  }

  void terminate(StoredExecution execution) {
    terminate(execution, tick());
  }

  /** Terminates it at what the clock of its node shows. */
  void terminate(StoredExecution execution, Instant at) {
    replace(execution.id(), ExecutionState.TERMINATE, at);
    audit.add(
        new AuditRow(
            "execution_terminated",
            automation.id(),
            Long.toString(execution.id()),
            "",
            new Counts(0, 0),
            at));
    record(ClientCall.Kind.TERMINATE, Long.toString(execution.id()), ClientReply.of(200, "{}"));
  }

  /** A client reads an execution and is shown this state. */
  void read(long executionId, ExecutionState state) {
    tick();
    JsonObject shown = new JsonObject().put("state", "AUTOMATION_EXECUTION_STATE_" + state);
    record(
        ClientCall.Kind.READ,
        Long.toString(executionId),
        ClientReply.of(200, new JsonObject().put("automationExecution", shown).encode()));
  }

  /** Puts an execution into a state, as the segment of the database would have it. */
  void replace(long executionId, ExecutionState state, Instant at) {
    executions.replaceAll(e -> e.id() == executionId ? moved(e, state, at) : e);
  }

  private static StoredExecution moved(StoredExecution execution, ExecutionState to, Instant at) {
    ExecutionStatus was = execution.status();
    return new StoredExecution(
        new ExecutionStatus(
            was.executionId(), to, was.generation(), was.createdAtMillis(), at.toEpochMilli()),
        execution.automationId(),
        execution.marker());
  }

  void record(ClientCall.Kind kind, String key, ClientReply reply) {
    operations.add(
        new ClientOperation(
            new ClientCall("client", 1, kind, automation.id(), key),
            now().minusMillis(10),
            now().plusMillis(10),
            reply));
  }

  void sample(String what, long version) {
    samples.add(new VersionSample(tick(), what, version));
    versions.put(what, version);
  }

  void recovers(Duration limit) {
    recoveries.add(new Recovery("kill-one", now(), Set.of(1), limit));
  }

  StateSnapshot snapshot() {
    return new StateSnapshot(
        now().plusSeconds(60),
        new StateSnapshot.Stored(
            List.copyOf(executions),
            List.copyOf(resolutions),
            List.copyOf(audit),
            Map.copyOf(versions),
            List.copyOf(contradictions)),
        List.of(view()));
  }

  /** The view of a node that agrees with the database. */
  NodeView view() {
    return new NodeView(
        1,
        executions.stream()
            .collect(
                Collectors.toMap(
                    StoredExecution::id, StoredExecution::state, (first, second) -> second)),
        Map.of(automation.id(), executions.stream().filter(StoredExecution::isPaused).count()),
        List.of(),
        resolutions.stream()
            .collect(Collectors.toMap(StoredResolution::id, StoredResolution::counts)),
        List.copyOf(audit));
  }

  List<Violation> check() {
    return check(snapshot(), Optional.empty());
  }

  List<Violation> check(StateSnapshot last, Optional<StateSnapshot> before) {
    return InvariantChecker.check(
        new RunHistory(
            List.of(automation),
            List.copyOf(operations),
            new Timeline(samples, recoveries, exits, List.of()),
            last,
            before));
  }
}
