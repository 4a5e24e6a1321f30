package io.spillway.chaos.history;

import io.spillway.harness.TestAutomation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is known of a run.
 *
 * @param automations the automations under test
 * @param operations in the order in which they were answered
 * @param timeline what was observed beside them
 * @param last what was there in the end
 * @param before what was there before everything was stopped and started once more
 */
public record RunHistory(
    List<TestAutomation> automations,
    List<ClientOperation> operations,
    Timeline timeline,
    StateSnapshot last,
    Optional<StateSnapshot> before) {
  public Stream<ClientOperation> operations(ClientCall.Kind kind) {
    return operations.stream().filter(operation -> operation.call().kind() == kind);
  }

  /** The executions of an automation in the end. */
  public List<StoredExecution> executionsOf(TestAutomation automation) {
    return last.executions().stream()
        .filter(execution -> execution.automationId().equals(automation.id()))
        .toList();
  }

  /** The resolutions of an automation, in the order in which they began. */
  public List<StoredResolution> resolutionsOf(TestAutomation automation) {
    return last.resolutions().stream()
        .filter(resolution -> resolution.automationId().equals(automation.id()))
        .sorted(java.util.Comparator.comparing(StoredResolution::startedAt))
        .toList();
  }
}
