package io.spillway.engine.webhook;

/**
 * An answer that arrived.
 *
 * @param status of HTTP
 * @param retryAfter the header, empty if there is none
 * @param body of an answer 2xx, else empty; at most {@link EgressExchange#MAX_BODY} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on once, not copied.
record EgressAnswer(int status, String retryAfter, byte[] body) {
  boolean isSuccess() {
    return status / 100 == 2;
  }
}
