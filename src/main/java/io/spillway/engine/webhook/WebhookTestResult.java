package io.spillway.engine.webhook;

import java.time.Duration;

/**
 * What came of a test.
 *
 * @param status of the answer, 0 if there was none
 * @param duration until then
 * @param error why it failed; empty if it did not
 */
public record WebhookTestResult(int status, Duration duration, String error) {}
