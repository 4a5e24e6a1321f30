package io.spillway.chaos.history;

import io.spillway.domain.execution.ExecutionState;
import java.util.List;
import java.util.Map;

/**
 * What the API of one node shows.
 *
 * @param node its number
 * @param states of all executions by their ids
 * @param paused how many paused executions it counts, by automation
 * @param shownTwice executions that a list had more than once
 * @param resolutions the counts of each by its id
 * @param audit the rows of resolutions, terminations and clears
 */
public record NodeView(
    int node,
    Map<Long, ExecutionState> states,
    Map<String, Long> paused,
    List<Long> shownTwice,
    Map<String, Counts> resolutions,
    List<AuditRow> audit) {}
