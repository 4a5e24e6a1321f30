package io.spillway.chaos.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the database and the nodes show while nothing goes on.
 *
 * @param takenAt when it was begun
 * @param stored what the database holds
 * @param views one for each node that showed everything
 */
public record Snapshot(Instant takenAt, Stored stored, List<NodeView> views) {
  /**
   * What the database holds.
   *
   * @param executions all there are
   * @param resolutions all there are
   * @param audit the rows of resolutions, terminations and clears, in the order of commits
   * @param versions of what is written with a fence, by what it is
   * @param contradictions rows that do not fit together
   */
  public record Stored(
      List<Execution> executions,
      List<Resolution> resolutions,
      List<AuditRow> audit,
      Map<String, Long> versions,
      List<String> contradictions) {}

  public List<Execution> executions() {
    return stored.executions();
  }

  public List<Resolution> resolutions() {
    return stored.resolutions();
  }

  public List<AuditRow> audit() {
    return stored.audit();
  }
}
