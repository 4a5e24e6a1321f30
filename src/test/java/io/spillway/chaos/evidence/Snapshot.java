package io.spillway.chaos.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the database and the nodes show while nothing goes on.
 *
 * @param takenAt when it was begun
 * @param executions all there are
 * @param resolutions all there are
 * @param audit the rows of resolutions, terminations and clears, in the order of commits
 * @param versions of what is written with a fence, by what it is
 * @param views one for each node
 */
public record Snapshot(
    Instant takenAt,
    List<Execution> executions,
    List<Resolution> resolutions,
    List<AuditRow> audit,
    Map<String, Long> versions,
    List<NodeView> views) {}
