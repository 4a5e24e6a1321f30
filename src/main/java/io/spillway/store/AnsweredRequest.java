package io.spillway.store;

/**
 * A request that was carried out, and what it made.
 *
 * @param key it came with
 * @param executionId of the execution it made, 0 if it made none
 * @param resolutionId of the resolution it began, empty if it began none
 */
public record AnsweredRequest(RequestKey key, long executionId, String resolutionId) {
  /** A trigger that made this execution. */
  public static AnsweredRequest executed(RequestKey key, long executionId) {
    return new AnsweredRequest(key, executionId, "");
  }

  /** A resolve call that began this resolution. */
  public static AnsweredRequest resolved(RequestKey key, String resolutionId) {
    return new AnsweredRequest(key, 0, resolutionId);
  }
}
