package io.spillway.engine.webhook;

import io.spillway.domain.webhook.WebhookFormat;

/** Callback URLs for tests of other packages. */
public final class TestCallbacks {
  private TestCallbacks() {}

  /** The token of a URL for a step of an execution. */
  public static String token(Webhooks webhooks, long executionId) {
    String url =
        webhooks
            .callbacks()
            .urlOf(new CallbackTokens.Callback(WebhookFormat.STANDARD, executionId, 1, 2));
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
