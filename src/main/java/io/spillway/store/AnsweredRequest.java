package io.spillway.store;

/**
 * A request with an idempotency key that was carried out, and its result.
 *
 * @param key of the request
 * @param executionId of the execution it created, 0 if none
 * @param resolutionId of the resolution it started, empty if none
 */
public record AnsweredRequest(RequestKey key, long executionId, String resolutionId) {
  /** A trigger that created this execution. */
  public static AnsweredRequest executed(RequestKey key, long executionId) {
    return new AnsweredRequest(key, executionId, "");
  }

  /** A resolve call that started this resolution. */
  public static AnsweredRequest resolved(RequestKey key, String resolutionId) {
    return new AnsweredRequest(key, 0, resolutionId);
  }
}
