package io.spillway.chaos.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The state of database and nodes while the cluster is idle.
 *
 * @param takenAt when it was begun
 * @param stored the content of the database
 * @param views one for each node that showed everything
 */
public record StateSnapshot(Instant takenAt, Stored stored, List<NodeView> views) {
  /**
   * The content of the database.
   *
   * @param executions all there are
   * @param resolutions all there are
   * @param audit the rows of resolutions, terminations and clears, in the order of commits
   * @param versions of what is written with a fence, by what it is
   * @param contradictions rows that do not fit together
   */
  public record Stored(
      List<StoredExecution> executions,
      List<StoredResolution> resolutions,
      List<AuditRow> audit,
      Map<String, Long> versions,
      List<String> contradictions) {}

  public List<StoredExecution> executions() {
    return stored.executions();
  }

  public List<StoredResolution> resolutions() {
    return stored.resolutions();
  }

  public List<AuditRow> audit() {
    return stored.audit();
  }
}
