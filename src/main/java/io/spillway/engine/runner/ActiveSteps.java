package io.spillway.engine.runner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of an automation that this node runs, each with a permit of the node. For the actor's
 * context.
 */
final class ActiveSteps {
  private final Map<Long, ActiveStep> byExecution = new HashMap<>();
  private final RunPermits permits;

  ActiveSteps(RunPermits permits) {
    this.permits = permits;
  }

  /** Adds a step that has a permit and bytes. */
  void add(ActiveStep step) {
    byExecution.put(step.executionId(), step);
  }

  /** The execution goes on with another step, with the same permit. */
  void replace(ActiveStep next) {
    @Nullable ActiveStep before = byExecution.put(next.executionId(), next);
    if (before != null) {
      permits.giveBytes(before.bytes() - next.bytes());
    }
  }

  /** Whether this very hand-out runs. */
  boolean has(ActiveStep step) {
    @Nullable ActiveStep running = byExecution.get(step.executionId());
    return running != null && running.position().equals(step.position());
  }

  /** Whether a step of this execution runs, or has ended and is being written. */
  boolean has(long executionId) {
    return byExecution.containsKey(executionId);
  }

  /** Forgets the step of an execution, if there is one, and gives back what it has. */
  void release(long executionId) {
    @Nullable ActiveStep step = byExecution.remove(executionId);
    if (step != null) {
      giveBack(step);
    }
  }

  /** Forgets the step that a change ends or has failed to start, and gives back what it has. */
  void release(Change change) {
    @Nullable ActiveStep step = byExecution.get(change.executionId());
    if (step != null
        && (step.position().run() == change.move().expectedRun()
            || change.started().filter(started -> has(started.step())).isPresent())) {
      release(change.executionId());
    }
  }

  /** The execution was terminated: its step is cancelled, and what comes of it is not wanted. */
  void cancel(long executionId) {
    @Nullable ActiveStep step = byExecution.remove(executionId);
    if (step != null) {
      giveBack(step);
      step.cancellation().cancel();
    }
  }

  /** Cancels all. */
  void cancelAll() {
    List.copyOf(byExecution.keySet()).forEach(this::cancel);
  }

  boolean isEmpty() {
    return byExecution.isEmpty();
  }

  private void giveBack(ActiveStep step) {
    permits.giveBytes(step.bytes());
    permits.give(1);
  }
}
