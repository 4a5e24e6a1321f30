package io.spillway.domain.resolution;

/**
 * An execution that a resolution could not move; it stays paused.
 *
 * @param executionId which
 * @param cause why
 */
public record Failure(long executionId, String cause) {}
