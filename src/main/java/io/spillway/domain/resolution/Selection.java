package io.spillway.domain.resolution;

/**
 * A part of what an automation holds, as it was reviewed. What is held only ever leaves it, and
 * what comes later has a higher id: so the set is the same as long as its count is.
 *
 * @param filter accepts its executions
 * @param throughExecutionId the newest execution that was held at the time of the review
 * @param count how many executions it has
 */
public record Selection(PausedFilter filter, long throughExecutionId, long count) {}
