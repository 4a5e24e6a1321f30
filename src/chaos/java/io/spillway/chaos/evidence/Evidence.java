package io.spillway.chaos.evidence;

import io.spillway.it.Member;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is known of a run.
 *
 * @param members the automations under test
 * @param operations in the order in which they were answered
 * @param timeline what was observed beside them
 * @param last what was there in the end
 * @param before what was there before everything was stopped and started once more
 */
public record Evidence(
    List<Member> members,
    List<Operation> operations,
    Timeline timeline,
    Snapshot last,
    Optional<Snapshot> before) {
  public Stream<Operation> operations(Call.Kind kind) {
    return operations.stream().filter(operation -> operation.call().kind() == kind);
  }

  /** The executions of an automation in the end. */
  public List<Execution> executionsOf(Member member) {
    return last.executions().stream()
        .filter(execution -> execution.automationId().equals(member.id()))
        .toList();
  }

  /** The resolutions of an automation, in the order in which they began. */
  public List<Resolution> resolutionsOf(Member member) {
    return last.resolutions().stream()
        .filter(resolution -> resolution.automationId().equals(member.id()))
        .sorted(java.util.Comparator.comparing(Resolution::startedAt))
        .toList();
  }
}
