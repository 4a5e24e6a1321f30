package io.spillway.domain.resolution;

/**
 * Paused executions of an automation, as they were reviewed. Executions only ever leave this set,
 * since later ones have higher ids: while its count is the same, it is the same set.
 *
 * @param filter accepts its executions
 * @param throughExecutionId the newest execution that was paused at the time of the review
 * @param count the number of its executions
 */
public record Selection(PausedFilter filter, long throughExecutionId, long count) {}
