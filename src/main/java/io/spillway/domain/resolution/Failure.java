package io.spillway.domain.resolution;

/**
 * An execution that a resolution could not move; it stays paused.
 *
 * @param executionId its id
 * @param cause why it could not be moved
 */
public record Failure(long executionId, String cause) {}
