package io.spillway.engine.runner;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Slots;
import io.spillway.domain.execution.StepResult;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepContext;
import io.spillway.store.UnreadableSegmentException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what is needed to decide how executions go on, and decides it. Blocks, and evaluates
 * expressions: not on an event loop. Stateless, so thread-safe.
 */
final class CandidateReader {
  private static final int FIRST_CHUNK = 16;
  private static final String NO_DEFINITION = "DEFINITION_MISSING";

  private final RunnerContext shared;

  CandidateReader(RunnerContext shared) {
    this.shared = shared;
  }

  /**
   * The executions in their order, up to the first whose context no longer fits.
   *
   * @param automationId of all of them
   * @param segmentId of all of them
   * @param executions to decide about
   * @param maxBytes of contexts; the first one is read whatever its size
   */
  List<Candidate> read(
      String automationId, long segmentId, List<ExecutionStatus> executions, long maxBytes) {
    Map<Long, ExecutionFact> facts = facts(executions, maxBytes);
    Map<Long, List<StepResult>> results = results(segmentId, executions);
    List<Candidate> candidates = new ArrayList<>();
    for (ExecutionStatus execution : executions) {
      ExecutionFact fact = facts.get(execution.executionId());
      if (fact == null) {
        if (candidates.isEmpty()) {
          throw new UnreadableSegmentException(
              segmentId, "the context of execution " + execution.executionId() + " is missing");
        }
        break;
      }
      candidates.add(
          candidate(
              automationId,
              execution,
              fact,
              results.getOrDefault(execution.executionId(), List.of())));
    }
    return candidates;
  }

  /** Reads a few first, to see how large they are, and then as many as fit. */
  Map<Long, ExecutionFact> facts(List<ExecutionStatus> executions, long maxBytes) {
    Map<Long, ExecutionFact> facts = new HashMap<>();
    long bytes = 0;
    int read = 0;
    int count = FIRST_CHUNK;
    while (read < executions.size() && (read == 0 || bytes < maxBytes)) {
      List<Long> ids =
          executions.subList(read, Math.min(executions.size(), read + count)).stream()
              .map(ExecutionStatus::executionId)
              .toList();
      Map<Long, ExecutionFact> chunk = shared.store().executions().facts(ids);
      facts.putAll(chunk);
      bytes += chunk.values().stream().mapToLong(fact -> fact.context().length).sum();
      read += ids.size();
      count =
          (int) Math.max(1, Math.min(executions.size(), (maxBytes - bytes) * read / (bytes + 1)));
    }
    return facts;
  }

  private Map<Long, List<StepResult>> results(long segmentId, List<ExecutionStatus> executions) {
    List<ExecutionStatus> begun =
        executions.stream().filter(execution -> execution.position().run() > 0).toList();
    if (begun.isEmpty()) {
      return Map.of();
    }
    Map<Long, List<StepResult>> results = new HashMap<>();
    List<StepResult> stored =
        new ArrayList<>(shared.store().steps().results(segmentId, slotsOf(begun)));
    // One of an older hand-out may have been stored later.
    stored.sort(Comparator.comparingInt(StepResult::run));
    for (StepResult result : stored) {
      results.computeIfAbsent(result.executionId(), first -> new ArrayList<>()).add(result);
    }
    return results;
  }

  private static Slots slotsOf(List<ExecutionStatus> executions) {
    return Slots.of(
        executions.stream()
            .map(execution -> ExecutionIds.slotOf(execution.executionId()))
            .toList());
  }

  private Candidate candidate(
      String automationId, ExecutionStatus status, ExecutionFact fact, List<StepResult> results) {
    int at = status.position().step();
    Optional<List<Step>> known =
        shared.steps().definitions().of(automationId, fact.automationVersion());
    if (known.isEmpty()) {
      NextStep missing =
          NextStep.failed(
              List.of(),
              at,
              NO_DEFINITION,
              "version " + fact.automationVersion() + " of the automation does not exist");
      StepContext context = new StepContext(fact.context(), Map.of());
      return new Candidate(status, fact, List.of(), context, false, Optional.empty(), missing);
    }
    List<Step> steps = known.get();
    Optional<StepResult> durable =
        status.state() == ExecutionState.PROCESS_STEP
            ? last(
                results.stream()
                    .filter(result -> result.run() == status.position().run())
                    .filter(result -> result.step() == at)
                    .toList())
            : Optional.empty();
    int from =
        durable.filter(result -> result.outcome() == StepResult.Outcome.COMPLETED).isPresent()
            ? at + 1
            : at;
    StepContext context = new StepContext(fact.context(), outputsBefore(from, steps, results));
    boolean resumes =
        status.state() == ExecutionState.WAITING
            && last(results)
                .filter(result -> result.outcome() == StepResult.Outcome.WAITING)
                .isPresent();
    NextStep next = NextStep.after(steps, from, context, shared.steps());
    return new Candidate(status, fact, steps, context, resumes, durable, next);
  }

  /** The outputs of the steps before this one, by their names. */
  private static Map<String, byte[]> outputsBefore(
      int step, List<Step> steps, List<StepResult> results) {
    Map<String, byte[]> outputs = new HashMap<>();
    for (StepResult result : results) {
      if (result.outcome() == StepResult.Outcome.COMPLETED
          && result.step() < Math.min(step, steps.size())
          && result.output().length > 0) {
        outputs.put(steps.get(result.step()).name(), result.output());
      }
    }
    return outputs;
  }

  private static Optional<StepResult> last(List<StepResult> results) {
    return results.isEmpty() ? Optional.empty() : Optional.of(results.get(results.size() - 1));
  }
}
